from livesafe.formats.en.formats import *
