"""Small REFI-QDA projects and archives, made for the tests."""

import io
import zipfile

SPACE = "urn:QDA-XML:project:1.0"
ANNA, PRICE, BRAND, TEXT, PASSAGE, CODING = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(1, 7))


def archive(entries, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of (name or ZipInfo, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def project_xml(selections="", *, path=f"internal://{TEXT}.txt", more="", inside="", space=SPACE) -> str:
    """A project of one text, two codes and one person."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="{space}" name="Interviews" origin="Test 1" basePath="">
  <Users><User guid="{ANNA}" name="Anna" id="A"/></Users>
  <CodeBook><Codes>
    <Code guid="{PRICE}" name="price" isCodable="true" color="#FF0000"><Description>what it costs</Description>
      <Code guid="{BRAND}" name="own brand" isCodable="false"/></Code>
  </Codes></CodeBook>
  <Sources><TextSource guid="{TEXT}" name="Mill 1" plainTextPath="{path}">{inside}{selections}</TextSource></Sources>
  {more}
</Project>"""


def selection(start, end, name="", guid=PASSAGE) -> str:
    """A marked passage with the code price."""
    return f"""<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}">
      <Coding guid="{CODING}" creatingUser="{ANNA}"><CodeRef targetGUID="{PRICE}"/></Coding></PlainTextSelection>"""


def project(text, selections="", qde="project.qde", folder="sources", **parts) -> bytes:
    """The archive of such a project; `text` is a string or the bytes of its file."""
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    xml = project_xml(selections, **parts)
    return archive([(qde, xml), (f"{folder}/{TEXT}.txt", content)])
