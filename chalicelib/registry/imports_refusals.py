"""Files that are not imported, each by its name."""

from chalicelib.errors import TooLarge, Unprocessable, Unsupported


class FileTooLarge(TooLarge):
    """More than 40 MB."""

    code = "import.too_large"
    zh = "文件超过 40 MB，请分成几个文件导入。"
    en = "The file is larger than 40 MB. Split it."


class TooManyRows(Unprocessable):
    """More than 100,000 rows or 100 columns."""

    code = "import.too_many_rows"
    zh = "表格超过 10 万行或 100 列，请分成几个文件，并删去多余的空行空列。"
    en = "The sheet has more than 100,000 rows or 100 columns. Split it, and delete empty rows and columns."


class Unpacks(TooLarge):
    """An archive that grows beyond measure."""

    code = "import.unpacks_too_large"
    zh = "文件解压后过大，可能不是正常的表格，请另存为新的 XLSX 后重新上传。"
    en = "The file unpacks to far too much. Save it as a new XLSX and upload that."


class OldExcel(Unsupported):
    """XLS of Excel 97-2003."""

    code = "import.old_excel"
    zh = "这是旧版 Excel（.xls）文件，请另存为 .xlsx 后重新上传。"
    en = "This is an old Excel file (.xls). Save it as .xlsx and upload that."


class Encrypted(Unsupported):
    """A file with a password."""

    code = "import.encrypted"
    zh = "文件加了密码，请去掉密码另存后重新上传。"
    en = "The file has a password. Save it without one and upload that."


class NoSheet(Unsupported):
    """Something else than a table."""

    code = "import.not_a_sheet"
    zh = "这不是能识别的表格，请上传 .xlsx 或 .csv 文件。"
    en = "This is no table we can read. Upload an .xlsx or .csv file."


class UnknownEncoding(Unsupported):
    """Neither UTF-8 nor GB18030."""

    code = "import.unknown_encoding"
    zh = "CSV 文件的编码既不是 UTF-8 也不是 GBK，请用 Excel 另存为“CSV UTF-8”后重新上传。"
    en = "The CSV is neither UTF-8 nor GBK. Save it from Excel as “CSV UTF-8” and upload that."


class Damaged(Unprocessable):
    """The file begins well and cannot be read to its end."""

    code = "import.damaged"
    zh = "文件不完整或已损坏，请重新导出后上传。"
    en = "The file is incomplete or damaged. Export it again and upload that."


class NoRows(Unprocessable):
    """A header and nothing under it."""

    code = "import.no_rows"
    zh = "列名下面没有内容，请填写后重新上传。"
    en = "There are no rows under the titles. Fill them in and upload the file again."
