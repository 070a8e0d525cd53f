"""Makes the exports beside it, as awkward as the platforms' own: `python tests/campaigns/ads/make_files.py`.

Every campaign, account and figure in them is invented.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl

FILES = Path(__file__).parent / "files"
BOM = "\ufeff"
NBSP = "\u00a0"


def lines(*rows: str, end: str = "\r\n") -> str:
    return "".join(row + end for row in rows)


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An XLSX whose bytes are the same each time it is made."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    made, again = io.BytesIO(), io.BytesIO()
    book.properties.created = book.properties.modified = dt.datetime.fromisoformat("2026-01-01")
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = b'<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            new.writestr(info, part, zipfile.ZIP_DEFLATED)
    return again.getvalue()


META_ADS = lines(
    '"Reporting starts","Reporting ends","Ad name","Ad delivery",Results,"Result indicator","Cost per results",'
    '"Ad set budget","Ad set budget type","Amount spent (GBP)",Impressions,Reach,Ends,"Attribution setting",Bid,'
    '"Bid type","Last significant edit","Quality ranking","Engagement rate ranking","Conversion rate ranking",'
    '"Ad set name"',
    "2026-07-01,2026-07-31,,,,,,0,,312.4,96700,41200,,,,,,,,,",
    "2026-07-01,2026-07-31,Drop the knife – Reel,active,412,actions:link_click,0.364078,Using campaign budget,0,150,"
    '48210,30110,Ongoing,"7-day click or 1-day view",0,ABSOLUTE_OCPM,2026-06-28T10:00:00,-,-,-,Leicester 13-17',
    "2026-07-01,2026-07-31,Speak to Sam,active,21000,reach,0.004762,Using campaign budget,0,100,"
    '33490,21000,2026-08-31,"7-day click or 1-day view",0,ABSOLUTE_OCPM,2026-06-28T10:00:00,-,-,-,Leicester 13-17',
    '2026-07-01,2026-07-31,"=HYPERLINK(""http://evil.example"",""Speak to Sam"")",not_delivering,37,'
    "actions:omni_landing_page_view,1.686486,Using campaign budget,0,62.4,15000,9800,Ongoing,"
    '"7-day click or 1-day view",0,ABSOLUTE_OCPM,,-,-,-,Rutland 16-18',
)

META_DAYS = lines(
    '"Reporting starts","Reporting ends","Campaign name","Campaign delivery","Amount spent (IDR)",Impressions,'
    '"Link clicks","Landing page views"',
    "2026-08-02,2026-08-03,,0,314467,93675,,",
    "2026-08-02,2026-08-02,Knives A,active,100000,30000,120,80",
    "2026-08-02,2026-08-02,Knives B,active,64467,13675,40,",
    "2026-08-03,2026-08-03,Knives A,active,99999,30001,118,77",
    "2026-08-03,2026-08-03,Knives B,active,50001,19999,,",
    end="\n",
)

META_AGES = BOM + lines(
    '"Campaign name","Campaign ID","Account name",Age,Gender,"Reporting starts","Reporting ends",Day,Impressions,Reach,'
    'Frequency,"Clicks (all)","Link clicks","Outbound clicks","Amount spent",Currency',
    ",,,,,2026-09-01,2026-09-02,,1100,700,1.571429,33,15,,11.11,GBP",
    "Summer,120211234567890123,LLR Safety,13-17,female,2026-09-01,2026-09-01,2026-09-01,400,300,1.333333,12,6,5,4,GBP",
    "Summer,120211234567890123,LLR Safety,13-17,male,2026-09-01,2026-09-01,2026-09-01,300,250,1.2,9,4,4,3,GBP",
    "Summer,120211234567890123,LLR Safety,13-17,female,2026-09-02,2026-09-02,2026-09-02,400,310,1.290323,12,5,5,4.11,GBP",
)

TIKTOK = workbook(
    (
        "Campaign name", "Primary status", "Cost", "Impressions", "CPM", "Reach", "Cost per 1,000 people reached",
        f"Frequency{NBSP}", "Clicks (all)", "CTR (all)", f"Clicks{NBSP}(destination) ", "CPC (destination)",
        "CTR (destination)",
    ),
    ("Drill \U0001f52a talk", "Active", "£1,234.56", "250,100", "£4.94", "90,000", "£13.72", 2.78, 3100, "1.24%",
     2950, "£0.42", "1.18%"),
    ("Bleed kits", "Inactive", "£65.44", "9,900", "£6.61", 7000, "£9.35", 1.41, "12", "0.12%", "<5", "-", "0.03%"),
    ("Total of 2 results", "-", "£1,300.00", 260000, "£5.00", 95000, "£13.68", 2.74, 3112, "1.20%", 2953, "£0.44",
     "1.14%"),
)  # fmt: skip

TIKTOK_DAYS = workbook(
    ("Ad group name", "Ad group ID", "By Day", "Currency", "Spend", "Impressions", "Clicks (Destination)",
     "Video views", "Reach", "Age"),
    ("Total of 3 results", "-", "-", "GBP", 30.5, 6000, 60, 4100, 5000, "-"),
    ("Leicester", "1790000000000000001", "2026-01-01", "GBP", 10.25, 2000, 20, 1500, 1800, "13-17"),
    ("Leicester", "1790000000000000001", "2026-01-01", "GBP", 10.05, 2500, 30, 1600, 2100, "18-24"),
    ("Leicester", "1790000000000000001", "2026-01-02", "GBP", 10.2, 1500, 10, 1000, 1400, "13-17"),
)  # fmt: skip

SNAPCHAT = lines(
    "Campaign Id,Campaign Name,Ad Set Id,Ad Set Name,Creative Id,Ad Id,Ad Name,Ad Active Status,Ad Type,Amount Spent,"
    "Paid Impressions,Paid eCPM,Clicks,eCPC,Click Rate,Purchases,2 Second Video Views,Video Completions,"
    "Avg View Time Millis,Paid Reach,Paid Frequency,Start Time,End Time",
    "c1,Knives,s1,LE1-LE5,cr1,a1,Sam’s story,ACTIVE,SNAP_AD,20.50,10000,2.05,150,0.136667,0.015,0,4000,900,1830,6000,"
    "1.67,2026-09-01 00:00:00,2026-09-02 00:00:00",
    "c1,Knives,s1,LE1-LE5,cr1,a1,Sam’s story,ACTIVE,SNAP_AD,19.50,9000,2.17,110,0.177273,0.012,0,3500,800,1790,5600,"
    "1.61,2026-09-02 00:00:00,2026-09-03 00:00:00",
    "c1,Knives,s1,LE1-LE5,cr2,a2,,PAUSED,SNAP_AD,0,0,,0,,,0,0,0,,,,2026-09-02 00:00:00,2026-09-03 00:00:00",
    end="\n",
)

SNAPCHAT_OLD = lines(
    "Campaign Name,Ad Squad Name,Spend,Impressions,Swipe Ups,Swipe Up Rate,eCPSU,Start Time,End Time",
    "Knives,13-17,40,20000,260,0.013,0.15,2025-04-01 00:00:00,2025-07-01 00:00:00",
    end="\n",
)

GOOGLE = (
    BOM
    + lines(
        "Campaign report",
        "1 July 2026 - 3 July 2026",
        "Day\tCampaign\tCampaign ID\tCampaign type\tDevice\tCurrency code\tCost\tImpr.\t"
        "Clicks\tTrueView views\tUnique users\tConv. rate",
        "2026-07-01\tKnives YT\t2201\tVideo\tMobile phones\tGBP\t1,020.50\t200,100\t310\t50,000\t--\t< 10%",
        "2026-07-01\tKnives YT\t2201\tVideo\tTablets\tGBP\t9.50\t900\t4\t300\t--\t0.00%",
        "2026-07-03\tHelp search\t2202\tSearch\tMobile phones\tGBP\t30.00\t1,000\t90\t --\t--\t4.10%",
        "Total: Search\t --\t --\t --\t --\tGBP\t30.00\t1,000\t90\t --\t --\t4.10%",
        "Total: Video\t --\t --\t --\t --\tGBP\t1,030.00\t201,000\t314\t50,300\t --\t --",
        "Total: Campaigns\t --\t --\t --\t --\tGBP\t1,060.00\t202,000\t404\t50,300\t120,000\t --",
        "Total: Account\t --\t --\t --\t --\tGBP\t1,160.00\t212,000\t444\t50,300\t130,000\t --",
    )
).encode("utf-16-le")

GOOGLE_RANGE = lines(
    "Campaign report",
    '"September 1, 2026 - September 30, 2026"',
    "Campaign status,Campaign,Budget,Campaign type,Impr.,Interactions,Avg. cost,Cost,Currency code,"
    "Conversions,Cost / conv.",
    'Enabled,Knives YT,25.00,Video,"120,400","30,100",0.02,"1,020.50",GBP,0.00,0.00',
    "Paused,Help search,5.00,Search,800,95,0.30,28.10,GBP,3.00,9.37",
    'Total: All campaigns, --, --, --,"121,200","30,195",0.03,"1,048.60",GBP,3.00,349.53',
    end="\n",
)

LINKEDIN_HEADER = (
    "Start Date (in UTC)\tAccount Name\tCurrency\tCampaign Group ID\tCampaign Group Name\tCampaign ID\tCampaign Name\t"
    "Campaign Status\tCreative Name\tAd ID\tTotal Spent\tImpressions\tClicks\tClick Through Rate\tAverage CPM\t"
    "Average CPC\tTotal Social Actions\tTotal Engagements\tClicks to Landing Page\tReach"
)
LINKEDIN = (
    BOM
    + lines(
        "Ad Performance Report (in UTC)",
        '"Report Start: September 1, 2026, 12:00 AM"',
        '"Report End: September 30, 2026, 11:59 PM"',
        '"Date Generated: October 2, 2026, 9:14 AM"',
        "",
        LINKEDIN_HEADER,
        "9/1/2026\tLLR Safety\tGBP\t701\tSchools\t801\tTeachers\tActive\tToolkit\t901\t210.40\t30,100\t321\t1.066%\t6.99\t"
        "0.66\t14\t335\t280\t12,000",
        "9/1/2026\tLLR Safety\tGBP\t701\tSchools\t801\tTeachers\tActive\tLesson plan\t902\t10.10\t1,900\t9\t0.474%\t5.32\t"
        "1.12\t-\t9\t7\t-",
    )
).encode("utf-16-le")
LINKEDIN_2026 = (
    BOM
    + lines(
        "Ad Performance Report (in UTC)",
        '"Report Start: September 21, 2026, 12:00 AM"',
        '"Report End: September 23, 2026, 11:59 PM"',
        '"Date Generated: October 2, 2026, 9:14 AM"',
        "",
        "Start Date (in UTC)\tAccount Name\tCurrency\tCampaign ID\tCampaign Name\tAd Set ID\tAd Set Name\tAd Name\tAd ID\t"
        "Total Spent\tImpressions\tClicks\tTotal Social Actions",
        "9/21/2026\tLLR Safety\tGBP\t701\tSchools\t801\tTeachers\tToolkit\t901\t21.40\t3,100\t32\t4",
        "9/23/2026\tLLR Safety\tGBP\t701\tSchools\t801\tTeachers\tToolkit\t901\t1.10\t190\t1\t-",
    )
).encode("utf-16-le")

X_ADS = lines(
    "ID,Campaign,Campaign URL,Time,Campaign start date,Campaign end date,Spend,Impressions,Engagements,Billed engagements,"
    "Reposts,Replies,Follows,Clicks,Media engagements,Likes,Card engagements,Unfollows,Engagement rate",
    "x1,Knives,https://x.example/1,2026-09-01,2026-09-01,2026-09-30,12.30,5000,120,100,3,1,0,88,10,9,0,0,2.4%",
    "x1,Knives,https://x.example/1,2026-09-02,2026-09-01,2026-09-30,11.70,4800,110,90,2,0,1,80,9,8,0,0,2.29%",
)

META_POSTS = BOM + lines(
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves",
    '18011,1784,llrsafety,LLR Safety,"Talk to Sam, today",44,07/03/2026 08:31,https://insta.example/p/1,IG reel,,'
    'Lifetime,"12,400",9100,610,88,41,57,230',
    "18012,1784,llrsafety,LLR Safety,Bleed kits near you,0,07/09/2026 17:00,https://insta.example/p/2,IG image,,"
    "Lifetime,160,45,5,3,1,2,4",
)  # fmt: skip

MADE: dict[str, bytes] = {
    "meta-ads.csv": META_ADS.encode(),
    "meta-days.csv": META_DAYS.encode(),
    "meta-ages.csv": META_AGES.encode(),
    "LLR_Campaign_20260101_20260131_GMT+0.xlsx": TIKTOK,
    "tiktok-days.csv": TIKTOK_DAYS,  # A workbook all the same.
    "snapchat-days.csv": SNAPCHAT.encode(),
    "snapchat-old.csv": SNAPCHAT_OLD.encode(),
    "google-days.csv": GOOGLE,
    "google-range.csv": GOOGLE_RANGE.encode(),
    "linkedin-period.csv": LINKEDIN,
    "linkedin-days.csv": LINKEDIN_2026,
    "x-days.csv": X_ADS.encode(),
    "meta-posts.csv": META_POSTS.encode(),
}


def make() -> None:
    FILES.mkdir(exist_ok=True)
    for name, content in MADE.items():
        (FILES / name).write_bytes(content)


if __name__ == "__main__":
    make()
