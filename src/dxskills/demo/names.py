"""Invented people: common Japanese surnames and given names, put together at random.

Some surnames are spelt with characters that only Windows' cp932 has (髙, 﨑): personnel systems are full of them.
"""

from __future__ import annotations

from dxskills.demo.draw import Draw

_SURNAMES = """
佐藤 サトウ,鈴木 スズキ,髙橋 タカハシ,高橋 タカハシ,田中 タナカ,伊藤 イトウ,渡辺 ワタナベ,渡邉 ワタナベ,
山本 ヤマモト,中村 ナカムラ,小林 コバヤシ,加藤 カトウ,吉田 ヨシダ,山田 ヤマダ,佐々木 ササキ,山口 ヤマグチ,
松本 マツモト,井上 イノウエ,木村 キムラ,林 ハヤシ,斎藤 サイトウ,齋藤 サイトウ,清水 シミズ,山崎 ヤマザキ,
山﨑 ヤマザキ,森 モリ,池田 イケダ,橋本 ハシモト,阿部 アベ,石川 イシカワ,前田 マエダ,小川 オガワ,
岡田 オカダ,長谷川 ハセガワ,村上 ムラカミ,近藤 コンドウ,石井 イシイ,遠藤 エンドウ,青木 アオキ,坂本 サカモト,
藤井 フジイ,福田 フクダ,西村 ニシムラ,太田 オオタ,三浦 ミウラ,藤原 フジワラ,岡本 オカモト,松田 マツダ,
中川 ナカガワ,中野 ナカノ,原田 ハラダ,小野 オノ,田村 タムラ,竹内 タケウチ,金子 カネコ,和田 ワダ,
中山 ナカヤマ,石田 イシダ,上田 ウエダ,黒﨑 クロサキ,柴田 シバタ,酒井 サカイ,宮崎 ミヤザキ,横山 ヨコヤマ,
高木 タカギ,安藤 アンドウ,大野 オオノ,今井 イマイ,河野 コウノ,武田 タケダ
"""
_GIVEN = """
翔太 ショウタ,大輔 ダイスケ,健一 ケンイチ,直樹 ナオキ,拓也 タクヤ,達也 タツヤ,誠 マコト,学 マナブ,
亮 リョウ,修 オサム,隆 タカシ,浩二 コウジ,和也 カズヤ,健太郎 ケンタロウ,慎一 シンイチ,雄介 ユウスケ,
光 ヒカル,智也 トモヤ,哲也 テツヤ,一郎 イチロウ,悠斗 ユウト,陽翔 ハルト,蓮 レン,颯太 ソウタ,
涼 リョウ,美咲 ミサキ,陽子 ヨウコ,久美子 クミコ,香織 カオリ,智子 トモコ,裕子 ユウコ,真由美 マユミ,
恵 メグミ,彩 アヤ,葵 アオイ,結衣 ユイ,陽菜 ヒナ,さくら サクラ,ひかり ヒカリ,美穂 ミホ,
麻衣 マイ,由美 ユミ,千尋 チヒロ,明日香 アスカ,茜 アカネ,翼 ツバサ,薫 カオル,純 ジュン,
奈々 ナナ,友美 トモミ
"""
_WHOLE = (
    ("グエン　ティ　ラン", "グエン　ティ　ラン"),
    ("金　秀美", "キム　スミ"),
    ("オブライエン　ショーン", "オブライエン　ショーン"),
)

_FULL = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー　"
)
_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ "
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ"
_UNVOICED = "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ"
_HALF_WIDTH = str.maketrans(
    dict(zip(_FULL, _HALF, strict=True))
    | {voiced: base + "ﾞ" for voiced, base in zip(_VOICED, _UNVOICED, strict=True)}
    | {half: base + "ﾟ" for half, base in zip("パピプペポ", "ﾊﾋﾌﾍﾎ", strict=True)}
)


def half_width(kana: str) -> str:
    """Full-width katakana as the half-width katakana that older systems write."""
    return kana.translate(_HALF_WIDTH)


class NameSource:
    """Gives out (name, kana) pairs, no pair twice."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._surnames = _pairs(_SURNAMES)
        self._given = _pairs(_GIVEN)
        self._whole = list(_WHOLE)
        self._used: set[tuple[str, str]] = set()

    def next(self) -> tuple[str, str]:
        if self._whole and self._draw.chance(0.02):
            return self._whole.pop()
        while True:
            (surname, surname_kana), (given, given_kana) = self._draw.pick(self._surnames), self._draw.pick(self._given)
            pair = f"{surname}　{given}", f"{surname_kana}　{given_kana}"
            if pair not in self._used:
                self._used.add(pair)
                return pair

    def surname(self) -> tuple[str, str]:
        return self._draw.pick(self._surnames)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = (entry.split() for entry in text.replace("\n", "").strip().split(","))
    return [(written, kana) for written, kana in words]
