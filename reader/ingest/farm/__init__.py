"""A corpus from a folder of files: in processes of this machine or on a Dask cluster; the same bytes whichever.

`building` is the whole. What is done for one file is an order and an answer, both plain bytes (`work`), so that it does
not matter where it is done; only what joins documents is done here, after all of them. Nothing is imported here: a
process that only answers orders (`child`) has no use for what builds.
"""
