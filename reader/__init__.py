"""Policy Reader (政策阅读器): an offline reader for Chinese government policy documents."""

__version__ = "0.1.0"
