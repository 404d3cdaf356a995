using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Interpreter.Language;

namespace EchoTune.Conversation.Interpreter;

/// <summary>Reading keys: by name, by their place on the Camelot wheel, by mode, and by what they mix with.</summary>
internal sealed partial class CriteriaReader
{
    // "Nocturne in E flat major" is a title, also in lower case.
    private static readonly HashSet<string> Pieces =
        ["nocturne", "prelude", "sonata", "symphony", "concerto", "fugue", "suite", "mass", "quartet", "quintet", "toccata", "etude", "waltz", "mazurka", "ballade", "partita", "trio", "rhapsody", "polonaise", "impromptu", "minuet", "rondo", "fantasia", "variations", "requiem"];

    private static readonly string[] Nouns = ["songs", "tracks", "tunes", "music", "song", "track", "pieces", "stuff", "tune", "bangers", "key"];

    private bool TryKey(int i, int end, out int next)
    {
        next = i;
        if (Result.Key is not null || IsInTitle(i))
        {
            return false;
        }

        if (KeyAt(i, end, out next) is not { } wish)
        {
            next = i;
            return false;
        }

        Result.Key = wish;
        _substance += next - i;
        return true;
    }

    private bool IsInTitle(int i) =>
        _left.Count > 0 && (_left[^1].End == i || (_left[^1].End == i - 1 && _t[i - 1].Text == "in")) && _t[_left[^1].End - 1] is var word && (word.Capital || Pieces.Contains(word.Text));

    private KeyWish? KeyAt(int i, int end, out int next)
    {
        if (Mixing(i, end, out next) is { } mixing)
        {
            return mixing;
        }

        if (_t[i].Text is "in" or "camelot" or "key")
        {
            var at = i + 1;
            var isSaid = _t[i].Text != "in";
            if (Is(at, end, "the", "camelot") || (Is(at, end, "a", "any", "some") && Is(at + (Is(at + 1, end, "minor", "major") ? 2 : 1), end, "key", "keys")))
            {
                at++;
            }

            if (Is(at, end, "key") && Is(at + 1, end, "of"))
            {
                (at, isSaid) = (at + 2, true);
            }
            else if (Is(at, end, "key") && at > i)
            {
                (at, isSaid) = (at + 1, true);
            }

            if (Is(at, end, "minor", "major") && (at == i + 1 || Is(at + 1, end, "key", "keys")))
            {
                next = Is(at + 1, end, "key", "keys") ? at + 2 : at + 1;
                return new KeyWish(Mode: _t[at].Text);
            }

            return NamedKey(at, end, isSaid, out next) is { } name && !Is(next, end, "mood", "way", "role") ? new KeyWish(name) : null;
        }

        if (Is(i, end, "minor", "major") && Is(i + 1, end, "key", "keys", "keyed"))
        {
            next = i + 2;
            return new KeyWish(Mode: _t[i].Text);
        }

        // "A minor songs": its article led the sentence.
        if (i == 1 && Is(0, end, "a") && Is(i, end, "minor", "major") && Is(i + 1, end, Nouns))
        {
            next = i + 1;
            return new KeyWish($"A {_t[i].Text}");
        }

        // "8A tracks", "(something in) A minor": with nothing around it that says so, it may be anything.
        return NamedKey(i, end, false, out next) is { } called && utterance.Known(i, end) is null
            && (Is(next, end, Nouns) || (i > 0 && _t[i - 1].Text is "in" && !Is(next, end, "mood", "way", "role")) || (i == 0 && next == end && char.IsAsciiDigit(_t[0].Text[0])))
            ? new KeyWish(called) : null;
    }

    /// <summary>In the same key as this, in a key that mixes with this, harmonically compatible with A minor.</summary>
    private KeyWish? Mixing(int i, int end, out int next)
    {
        next = i;
        var at = i;
        bool? mixes = true;
        if (_t[i].Text == "in" && Is(i + 1, end, "the") && Is(i + 2, end, "same") && Is(i + 3, end, "key"))
        {
            (at, mixes) = (i + 4, null);
        }
        else if (_t[i].Text == "in" && Is(i + 1, end, "this", "that") && Is(i + 2, end, "key"))
        {
            next = i + 3;
            return new KeyWish(Current: true);
        }
        else if (_t[i].Text == "in")
        {
            at += Is(i + 1, end, "a", "an", "the", "some", "any") ? 2 : 1;
            var isKind = Is(at, end, "compatible", "matching", "harmonic", "mixable", "related", "neighbouring", "fitting", "similar");
            at += isKind ? 1 : 0;
            if (!Is(at, end, "key", "keys"))
            {
                return null;
            }

            at++;
            if (Is(at, end, "that", "which") || (!isKind && Mix(at, end, out _)))
            {
                at += Is(at, end, "that", "which") ? 1 : 0;
                if (!Mix(at, end, out at))
                {
                    return null;
                }
            }
            else if (Is(at, end, "compatible", "matching"))
            {
                at++;
            }
            else if (!isKind)
            {
                return null;
            }
        }
        else if (_t[i].Text is "compatible" or "matching" or "harmonic" && Is(i + 1, end, "key", "keys"))
        {
            at += 2;
        }
        else if ((_t[i].Text is "harmonically" or "key" && Is(i + 1, end, "compatible", "matching", "fitting", "related")) || (_t[i].Text == "compatible" && Is(i + 1, end, "with")))
        {
            at += _t[i].Text == "compatible" ? 1 : 2;
        }
        else if (!(_t[i].Text is "mix" or "mixes" or "blends" or "harmonises" or "harmonizes" && i > 0 && _t[i - 1].Text is "that" or "which" or "what" or "songs" or "tracks" or "music" or "else") || !Mix(i, end, out at) || !Is(at, end, "with"))
        {
            return null;
        }

        var isWith = Is(at, end, "with", "to", "as", "for");
        at += isWith ? 1 : 0;
        if (isWith && NamedKey(at, end, false, out next) is { } name)
        {
            return new KeyWish(name, Compatible: mixes);
        }

        var from = at;
        while (Is(at, end, "this", "that", "it", "what", "whatever", "the", "is", "current", "currently", "playing", "plays", "now", "one", "song", "track", "tune", "here", "right", "on"))
        {
            at++;
        }

        next = at;
        return at > from || !isWith ? new KeyWish(Current: true, Compatible: mixes) : null;
    }

    /// <summary>mixes well with, goes with, is compatible.</summary>
    private bool Mix(int i, int end, out int next)
    {
        next = i + (Is(i, end, "will", "would", "can", "could", "is", "are") ? 1 : 0);
        if (!Is(next, end, "mix", "mixes", "go", "goes", "work", "works", "fit", "fits", "match", "matches", "blend", "blends", "harmonise", "harmonises", "harmonize", "harmonizes", "compatible"))
        {
            return false;
        }

        next++;
        while (Is(next, end, "well", "nicely", "together", "harmonically", "best", "good", "smoothly"))
        {
            next++;
        }

        return true;
    }

    /// <summary>The name of a key in words: A minor, F# major, e flat minor, 8A.</summary>
    /// <param name="i">Where it would begin.</param>
    /// <param name="end">Where the sentence ends.</param>
    /// <param name="isKey">Whether "the key of" stands before it, so that a note alone is a major key.</param>
    /// <param name="next">Behind it.</param>
    private string? NamedKey(int i, int end, bool isKey, out int next)
    {
        next = i;
        if (i >= end || _t[i].Quoted)
        {
            return null;
        }

        var word = _t[i].Text;
        if (char.IsAsciiDigit(word[0]))
        {
            next = i + 1;
            return word.Length <= 3 ? KeyWish.NameOf(word) : null;
        }

        if (word[0] is < 'a' or > 'g' || word.Length > 3)
        {
            return null;
        }

        var (note, mode) = (word[..1], "");
        foreach (var sign in word[1..])
        {
            if (sign == 'm')
            {
                mode = "m";
            }
            else if (sign != 'b' || mode.Length > 0)
            {
                return null;
            }
            else
            {
                note += 'b';
            }
        }

        // "am" and "em" are words; as keys they are written with a capital.
        if (mode.Length > 0 && !_t[i].Capital)
        {
            return null;
        }

        var at = i + 1;
        if (Is(at, end, "sharp", "number", "#m") && (_t[at].Text == "sharp" || _t[at].Start == _t[i].End))
        {
            note += "#";
            mode = _t[at].Text == "#m" ? "m" : mode;
            at++;
        }
        else if (Is(at, end, "flat"))
        {
            note += "b";
            at++;
        }

        if (mode.Length == 0 && Is(at, end, "minor", "major", "min", "maj", "m"))
        {
            mode = _t[at].Text is "minor" or "min" or "m" ? "m" : "major";
            at++;
        }

        next = at;
        return mode.Length > 0 || isKey ? KeyWish.NameOf(note + mode) : null;
    }

    private bool Is(int i, int end, params ReadOnlySpan<string> words) => i < end && !_t[i].Quoted && words.Contains(_t[i].Text);
}
