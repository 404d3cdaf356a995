using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace EchoTune.Architecture.Tests;

/// <summary>Habits of the sources: sizes, names, places, and folders that do not import each other in a circle.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    public static TheoryData<string> Projects() => new(Sources.Projects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_longer_than_can_be_read(string project) =>
        Sources.Files(project).Where(f => File.ReadLines(f).Count() > LongestFile).Select(Sources.Name).ShouldBeEmpty($"split what has more than {LongestFile} lines");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_is_left_unfinished_or_named_after_nothing(string project)
    {
        var found = Sources.Files(project)
            .SelectMany(f => File.ReadLines(f).Select((line, i) => (Place: $"{Sources.Name(f)}:{i + 1}", line)))
            .Where(l => Unfinished().IsMatch(l.line) || EmptyName().IsMatch(l.line))
            .Select(l => $"{l.Place} {l.line.Trim()}");

        found.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_the_folder(string project)
    {
        var folder = Path.Combine(Sources.Root, "src", project);
        var wrong = Sources.Files(project)
            .Select(f => (File: f, Declared: Namespace().Match(File.ReadAllText(f))))
            .Where(f => f.Declared.Success && f.Declared.Groups[1].Value != Expected(project, Path.GetRelativePath(folder, f.File)))
            .Select(f => $"{Sources.Name(f.File)} declares {f.Declared.Groups[1].Value}");

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_do_not_import_each_other_in_a_circle(string project)
    {
        var folder = Path.Combine(Sources.Root, "src", project);
        var imports = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var file in Sources.Files(project))
        {
            var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 2)
            {
                continue; // The top joins the folders.
            }

            var from = imports.TryGetValue(parts[0], out var known) ? known : imports[parts[0]] = new SortedSet<string>(StringComparer.Ordinal);
            foreach (Match match in Import().Matches(File.ReadAllText(file)))
            {
                var name = match.Groups[1].Value;
                if (name.StartsWith(project + ".", StringComparison.Ordinal) && name[(project.Length + 1)..].Split('.')[0] is var to && to != parts[0])
                {
                    from.Add(to);
                }
            }
        }

        var circle = imports.Keys.Select(start => Circle(imports, [start])).FirstOrDefault(c => c is not null);

        (circle is null ? "" : string.Join(" → ", circle)).ShouldBeEmpty($"folders of {project} import each other");
    }

    private static List<string>? Circle(SortedDictionary<string, SortedSet<string>> imports, List<string> path)
    {
        foreach (var next in imports.TryGetValue(path[^1], out var to) ? to : [])
        {
            if (next == path[0])
            {
                return [.. path, next];
            }

            if (!path.Contains(next) && Circle(imports, [.. path, next]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Expected(string project, string relative) =>
        string.Join('.', new[] { project }.Concat(relative.Split(Path.DirectorySeparatorChar)[..^1]));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|\b[Ll]orem ipsum\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(class|record|struct|interface)\s+\w*(Helpers?|Managers?|Utils?|Utility|Utilities|Impl)\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using\s+(?:static\s+|\w+\s*=\s*)?(EchoTune[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Import();
}
