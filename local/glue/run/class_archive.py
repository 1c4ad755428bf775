"""A run in small, so that Java loads the classes that runs load: for the archive that it writes when it ends.

The argument is a folder for files that nobody needs.
"""

import sys
from pathlib import Path

from py4j.protocol import Py4JJavaError
from pyspark.sql import Observation, SparkSession
from pyspark.sql import functions as F

folder = Path(sys.argv[1])
(folder / "rows.csv").write_text("id,name\n1,a\nx,b\n")
spark = SparkSession.builder.getOrCreate()
rows = spark.read.option("header", True).csv(str(folder / "rows.csv"))
number = F.col("id").cast("int")
checked = rows.select(number.alias("id"), F.to_json(F.struct("name")).alias("name"), number.isNull().alias("bad"))
counted = checked.observe(Observation(), F.count_if(F.col("bad")).alias("bad"))
counted.write.partitionBy("bad").parquet(str(folder / "rows"))
spark.read.parquet(str(folder / "rows")).where("bad = 'true'").select("name").write.text(str(folder / "bad"))
try:
    # Nobody listens there; until it knows, the connector has loaded most of its classes.
    spark.read.parquet("s3://nowhere/")
except Py4JJavaError as error:
    if "Connection refused" not in str(error):
        raise
spark.stop()
