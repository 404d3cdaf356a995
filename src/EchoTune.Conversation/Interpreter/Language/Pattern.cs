namespace EchoTune.Conversation.Interpreter.Language;

/// <summary>
/// A phrase pattern over normalised words. Written as words with <c>a|b</c> for either, <c>(a b|c)</c> for groups, a trailing <c>?</c> for optional,
/// <c>*</c> for any words (right behind a group: the group any number of times), <c>{name}</c> for a span of one word or more, <c>&lt;num&gt;</c>, <c>&lt;dur&gt;</c>, <c>&lt;time&gt;</c>, <c>&lt;place&gt;</c> for quantities and <c>@name</c>
/// for a named group. A pattern covers a whole clause. The work is bounded: clauses are at most <see cref="MaxWords"/> words.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Longest clause that patterns look at.</summary>
    public const int MaxWords = 48;

    private readonly Node _root;
    private readonly HashSet<string>? _first;
    private readonly List<string[]> _needed;

    private Pattern(Node root, HashSet<string>? first, List<string[]> needed) => (_root, _first, _needed) = (root, first, needed);

    /// <summary>What a match found.</summary>
    internal sealed class Match
    {
        public Dictionary<string, (int Start, int End)> Spans { get; } = new(StringComparer.Ordinal);

        public List<double> Quantities { get; } = [];
    }

    private abstract class Node
    {
        public Node? Next { get; set; }

        public abstract bool Run(IReadOnlyList<Token> t, int at, int end, Match m);

        protected bool Go(IReadOnlyList<Token> t, int at, int end, Match m) => Next is null ? at == end : Next.Run(t, at, end, m);
    }

    private sealed class WordNode(string word) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m) =>
            at < end && t[at].Text == word && !t[at].Quoted && Go(t, at + 1, end, m);
    }

    private sealed class SetNode(HashSet<string> words) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m) =>
            at < end && !t[at].Quoted && words.Contains(t[at].Text) && Go(t, at + 1, end, m);
    }

    private sealed class BranchNode(List<Node> branches) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m)
        {
            foreach (var branch in branches)
            {
                if (branch.Run(t, at, end, m))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class EmptyNode : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m) => Go(t, at, end, m);
    }

    /// <summary>A group any number of times; <see cref="Node.Next"/> is what follows.</summary>
    private sealed class LoopNode(Node body) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m) =>
            (at < end && body.Run(t, at, end, m)) || Go(t, at, end, m);
    }

    private sealed class AnyNode : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m)
        {
            if (Next is null)
            {
                return true;
            }

            for (var i = at; i <= end; i++)
            {
                if (Next.Run(t, i, end, m))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class SpanNode(string name) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m)
        {
            for (var i = at + 1; i <= end; i++)
            {
                if (Go(t, i, end, m))
                {
                    m.Spans[name] = (at, i);
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class QuantityNode(string kind) : Node
    {
        public override bool Run(IReadOnlyList<Token> t, int at, int end, Match m)
        {
            double value;
            int next;
            switch (kind)
            {
                case "num" when Numbers.TryNumber(t, at, end, out value, out next):
                case "dur" when Numbers.TryDuration(t, at, end, out value, out next):
                case "time" when Numbers.TryTime(t, at, end, out value, out next):
                    break;
                case "place" when Numbers.TryPlace(t, at, end, out var place, out next):
                    value = place;
                    break;
                default:
                    return false;
            }

            m.Quantities.Add(value);
            if (Go(t, next, end, m))
            {
                return true;
            }

            m.Quantities.RemoveAt(m.Quantities.Count - 1);
            return false;
        }
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="source">The pattern.</param>
    /// <param name="groups">What <c>@name</c> stands for.</param>
    /// <param name="vocabulary">Receives every word of it.</param>
    public static Pattern Parse(string source, IReadOnlyDictionary<string, string> groups, ISet<string> vocabulary)
    {
        var at = 0;
        var items = new Parser(source, groups, vocabulary);
        var node = items.Alternatives(ref at, out var first, out var needed);
        return new Pattern(node, first, needed);
    }

    /// <summary>Tries to cover the words from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public Match? Cover(IReadOnlyList<Token> t, int start, int end, HashSet<string> present)
    {
        if (end - start > MaxWords || end <= start || (_first is not null && !_first.Contains(t[start].Text)))
        {
            return null;
        }

        foreach (var words in _needed)
        {
            if (!Array.Exists(words, present.Contains))
            {
                return null;
            }
        }

        var match = new Match();
        return _root.Run(t, start, end, match) ? match : null;
    }

    private sealed class Parser(string source, IReadOnlyDictionary<string, string> groups, ISet<string> vocabulary)
    {
        private sealed record Part(Node Head, List<Node> Tails, HashSet<string>? Words, bool Optional);

        public Node Alternatives(ref int at, out HashSet<string>? first, out List<string[]> needed)
        {
            var part = Sequences(ref at, out first, out needed);
            return part.Head;
        }

        private Part Sequences(ref int at, out HashSet<string>? first, out List<string[]> needed)
        {
            var heads = new List<Node>();
            var tails = new List<Node>();
            first = [];
            needed = [];
            HashSet<string>? words = [];
            var count = 0;
            while (true)
            {
                var part = Sequence(ref at, out var itsFirst, out var itsNeeded);
                count++;
                needed = count == 1 ? itsNeeded : [];
                heads.Add(part.Head);
                tails.AddRange(part.Tails);
                words = words is null || part.Words is null ? null : [.. words, .. part.Words];
                first = first is null || itsFirst is null ? null : [.. first, .. itsFirst];
                if (at < source.Length && source[at] == '|')
                {
                    at++;
                    continue;
                }

                break;
            }

            if (heads.Count == 1)
            {
                return new Part(heads[0], tails, words, false);
            }

            if (words is not null)
            {
                var set = new SetNode(words);
                needed = [[.. words]];
                return new Part(set, [set], words, false);
            }

            return new Part(new BranchNode(heads), tails, null, false);
        }

        private Part Sequence(ref int at, out HashSet<string>? first, out List<string[]> needed)
        {
            Node? head = null;
            List<Node> tails = [];
            first = [];
            needed = [];
            var open = true;
            var count = 0;
            HashSet<string>? single = null;
            Skip(ref at);
            while (at < source.Length && source[at] is not ('|' or ')'))
            {
                var part = Item(ref at, out var itsFirst, out var itsNeeded);
                count++;
                single = count == 1 && !part.Optional ? part.Words : null;
                if (open)
                {
                    first = first is null || itsFirst is null ? null : [.. first, .. itsFirst];
                    open = part.Optional;
                }

                if (!part.Optional)
                {
                    needed.AddRange(itsNeeded);
                }

                if (head is null)
                {
                    head = part.Head;
                }
                else
                {
                    foreach (var tail in tails)
                    {
                        tail.Next = part.Head;
                    }
                }

                tails = part.Tails;
                Skip(ref at);
            }

            if (open)
            {
                first = null;
            }

            if (head is null)
            {
                head = new EmptyNode();
                tails = [head];
            }

            return new Part(head, tails, single, false);
        }

        private void Skip(ref int at)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at]))
            {
                at++;
            }
        }

        private Part Item(ref int at, out HashSet<string>? first, out List<string[]> needed)
        {
            Part part;
            if (source[at] == '(')
            {
                at++;
                part = Sequences(ref at, out first, out needed);
                at++; // ')'
                if (at < source.Length && source[at] == '*')
                {
                    at++;
                    var loop = new LoopNode(part.Head);
                    foreach (var tail in part.Tails)
                    {
                        tail.Next = loop;
                    }

                    needed = [];
                    return new Part(loop, [loop], null, true);
                }
            }
            else if (source[at] == '*')
            {
                at++;
                (first, needed) = (null, []);
                var any = new AnyNode();
                return new Part(any, [any], null, true);
            }
            else if (source[at] is '{' or '<')
            {
                var close = source.IndexOf(source[at] == '{' ? '}' : '>', at);
                var name = source[(at + 1)..close];
                Node node = source[at] == '{' ? new SpanNode(name) : new QuantityNode(name);
                at = close + 1;
                (first, needed) = (null, []);
                part = new Part(node, [node], null, false);
            }
            else if (source[at] == '@')
            {
                var end = at + 1;
                while (end < source.Length && char.IsLetter(source[end]))
                {
                    end++;
                }

                var inner = new Parser(groups[source[(at + 1)..end]], groups, vocabulary);
                at = end;
                var zero = 0;
                part = inner.Sequences(ref zero, out first, out needed);
            }
            else
            {
                var words = new HashSet<string>(StringComparer.Ordinal);
                while (true)
                {
                    var end = at;
                    while (end < source.Length && source[end] is not ('|' or ' ' or '?' or ')' or '(' or '\n'))
                    {
                        end++;
                    }

                    words.Add(source[at..end]);
                    at = end;
                    if (at + 1 < source.Length && source[at] == '|' && source[at + 1] is not ('(' or '{' or '<' or '@' or ' ' or '*') && !SpaceBeforeNextBar(at + 1))
                    {
                        at++;
                        continue;
                    }

                    break;
                }

                vocabulary.UnionWith(words);
                first = [.. words];
                needed = [[.. words]];
                Node node = words.Count == 1 ? new WordNode(words.First()) : new SetNode(words);
                part = new Part(node, [node], words, false);
            }

            if (at < source.Length && source[at] == '?')
            {
                at++;
                var skip = new EmptyNode();
                needed = [];
                return new Part(new BranchNode([part.Head, skip]), [.. part.Tails, skip], null, true);
            }

            return part;
        }

        /// <summary>Inside a group a bar separates whole sequences; outside, single words. <c>a|b c</c> in a group means "a" or "b c".</summary>
        private bool SpaceBeforeNextBar(int at) => _ = InGroup(at);

        private bool InGroup(int at)
        {
            var depth = 0;
            for (var i = 0; i < at; i++)
            {
                depth += source[i] == '(' ? 1 : source[i] == ')' ? -1 : 0;
            }

            return depth > 0;
        }
    }
}
