"""User agents as they are sent."""

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
_ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "

IN_APP = {
    "TikTok on Android": _ANDROID
    + "Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 trill_2023700040 JsSdk/1.0 BytedanceWebview/d8a21c6",
    "TikTok on iPhone": _IPHONE
    + "Mobile/22B83 musical_ly_37.0.0 JsSdk/2.0 NetType/WIFI BytedanceWebview/d8a21c6",
    "Snapchat": _IPHONE + "Version/18.1 Mobile/15E148 Snapchat/13.14.0.41 (like Safari/8619, panda)",
    "Instagram": _ANDROID
    + "Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 Instagram 356.0.0.41.101 Android",
    "Facebook on iPhone": _IPHONE + "Mobile/22B83 [FBAN/FBIOS;FBAV/489.0.0.40.104;FBBV/659;FBDV/iPhone15,2]",
    "Facebook on Android": _ANDROID
    + "Version/4.0 Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/489.0.0.66.81;] MetaIAB Facebook",
}
PEOPLE = IN_APP | {
    "Firefox": FIREFOX,
    "Safari on an iPad": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Safari/605.1.15",
    "Samsung Internet": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/20.0 Chrome/106.0.5249.126 Mobile Safari/537.36",
    "a Cubot phone": "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36",
    "a PlayStation": "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/13.0 Safari/605.1.15",
    "Opera Mini": "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10",
}
CRAWLERS = {
    "Googlebot": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Bingbot": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
    "GPTBot": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Bytespider": "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile "
    "Safari/537.36 (compatible; Bytespider; https://zhanzhang.toutiao.com/)",
}
TOOLS = {
    "curl": "curl/8.5.0",
    "requests": "python-requests/2.32.3",
    "nothing": "",
    "a short lie": "Mozilla/5.0",
}
PREVIEWS = {
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "iMessage": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
    "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "WhatsApp": "WhatsApp/2.23.20.0 A",
    "Snapchat": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0 "
    "Safari/537.36 (Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Telegram": "TelegramBot (like TwitterBot)",
}
AUTOMATION = {
    "headless Chrome": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "HeadlessChrome/130.0.0.0 Safari/537.36",
}
TIKTOK_PRELOADER = IN_APP["TikTok on Android"] + " thirdLandingPageFeInfra"
