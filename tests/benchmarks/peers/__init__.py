"""The same topology as a competent engineer would write it in FastAPI: gateway → httpx → service, async pymongo, uvicorn."""
