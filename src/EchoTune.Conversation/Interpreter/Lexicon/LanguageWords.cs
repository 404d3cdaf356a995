namespace EchoTune.Conversation.Interpreter.Lexicon;

/// <summary>Languages as said, with their ISO 639-1 codes.</summary>
internal static class LanguageWords
{
    public const string Lines =
        """
        english en; french fr; francais fr; german de; deutsch de; spanish es; espanol es; italian it; italiano it; portuguese pt; dutch nl; flemish nl; swedish sv; norwegian no; danish da; finnish fi; icelandic is; polish pl; czech cs; slovak sk; hungarian hu; romanian ro; bulgarian bg; greek el; turkish tr; russian ru; ukrainian uk; serbian sr; croatian hr; slovenian sl; hebrew he; arabic ar; persian fa; farsi fa; hindi hi; punjabi pa; tamil ta; telugu te; bengali bn; urdu ur; chinese zh; mandarin zh; cantonese zh; japanese ja; korean ko; vietnamese vi; thai th; indonesian id; malay ms; tagalog tl; swahili sw; yoruba yo; zulu zu; catalan ca; basque eu; galician gl; welsh cy; gaelic gd; irish gaelic ga; latvian lv; lithuanian lt; estonian et; albanian sq; afrikaans af; georgian ka; armenian hy
        """;
}
