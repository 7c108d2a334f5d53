"""The pipeline, readable top to bottom: where the stages meet."""
