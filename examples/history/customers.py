"""One spelling of each e-mail address and country: a version that differs in spelling only is none."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def transform(df: DataFrame, context: object) -> DataFrame:
    return df.withColumns({"email": F.lower(F.trim("email")), "country": F.upper(F.trim("country"))})
