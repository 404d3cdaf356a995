using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoTune.Catalog.Requests;
using EchoTune.Conversation.Tools.Arguments;

namespace EchoTune.Conversation.Tools;

/// <summary>What an argument record may hold, read once from its properties; checks untrusted JSON and writes the schema.</summary>
internal sealed class ArgumentShape
{
    private const int TextLimit = 500;
    private const int ListLimit = 200;
    private static readonly ConcurrentDictionary<Type, ArgumentShape> Shapes = new();

    /// <summary>Ranges and vocabularies of the shared records of the catalogue, which know nothing of tools.</summary>
    private static readonly Dictionary<(Type, string), Rule> Shared = new()
    {
        [(typeof(Criteria), "moods")] = new() { Allowed = Vocabulary.Moods },
        [(typeof(Criteria), "activity")] = new() { Allowed = Vocabulary.Activities },
        [(typeof(Criteria), "timeOfDay")] = new() { Allowed = Vocabulary.TimesOfDay },
        [(typeof(Criteria), "dayOfWeek")] = new() { Allowed = Vocabulary.DaysOfWeek },
        [(typeof(Criteria), "familiarity")] = new() { Allowed = Vocabulary.Familiarities },
        [(typeof(Criteria), "tempoBpm")] = new() { Min = 1, Max = 999 },
        [(typeof(Criteria), "energy")] = new() { Min = 0, Max = 1 },
        [(typeof(Criteria), "language")] = new() { LanguageCode = true },
        [(typeof(Criteria), "count")] = new() { Min = 1, Max = 500 },
        [(typeof(Criteria), "minutes")] = new() { Min = 1, Max = 1440 },
        [(typeof(KeyWish), "mode")] = new() { Allowed = Vocabulary.KeyModes },
        [(typeof(Exclusions), "moods")] = new() { Allowed = Vocabulary.Moods },
        [(typeof(YearRange), "from")] = new() { Min = 1000, Max = 9999 },
        [(typeof(YearRange), "to")] = new() { Min = 1000, Max = 9999 },
    };

    private readonly List<Field> _fields = [];

    private enum Kind
    {
        Text,
        Whole,
        Number,
        Truth,
        Scalar,
        TextList,
        Object,
    }

    private sealed class Rule
    {
        public IReadOnlyList<string>? Allowed { get; init; }

        public double? Min { get; init; }

        public double? Max { get; init; }

        public bool LanguageCode { get; init; }

        public int TextLimit { get; init; } = ArgumentShape.TextLimit;
    }

    private sealed record Field(string Name, Kind Kind, bool Required, Rule Rule, ArgumentShape? Inner);

    /// <summary>The shape of a record.</summary>
    public static ArgumentShape Of(Type type) => Shapes.GetOrAdd(type, static t => new ArgumentShape(t));

    private ArgumentShape(Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var kind = inner == typeof(string) ? Kind.Text
                : inner == typeof(int) ? Kind.Whole
                : inner == typeof(double) ? Kind.Number
                : inner == typeof(bool) ? Kind.Truth
                : inner == typeof(JsonElement) ? Kind.Scalar
                : inner == typeof(IReadOnlyList<string>) ? Kind.TextList
                : Kind.Object;
            var required = property.IsDefined(typeof(RequiredMemberAttribute));
            _fields.Add(new Field(name, kind, required, RuleOf(type, name, property), kind == Kind.Object ? Of(inner) : null));
        }
    }

    private static Rule RuleOf(Type type, string name, PropertyInfo property)
    {
        if (Shared.TryGetValue((type, name), out var shared))
        {
            return shared;
        }

        var range = property.GetCustomAttribute<RangeAttribute>();
        return new Rule
        {
            Allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToArray(),
            Min = range is null ? null : Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture),
            Max = range is null ? null : Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture),
            TextLimit = property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? TextLimit,
        };
    }

    /// <summary>Checks and deserialises.</summary>
    /// <returns>The record, or what is wrong, a sentence for people.</returns>
    public (object? Value, string? Problem) Read(JsonObject arguments, Type type)
    {
        if (Check(arguments, "", null) is { } problem)
        {
            return (null, problem);
        }

        try
        {
            var value = arguments.Deserialize(type, ToolJson.Options);
            return value is ICheckedArguments { } checkedArguments && checkedArguments.Problem() is { } wrong ? (null, wrong) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, $"The arguments cannot be read: {e.Message}");
        }
    }

    private string? Check(JsonObject arguments, string path, Rule? outer)
    {
        foreach (var (name, value) in arguments)
        {
            var field = _fields.Find(f => f.Name == name);
            if (field is null)
            {
                var known = _fields.Count == 0 ? "it takes none" : $"known are {string.Join(", ", _fields.Select(f => f.Name))}";
                return $"Unknown field {path}{name}; {known}.";
            }

            if (value is not null && Check(value, field, path + name, outer) is { } problem)
            {
                return problem;
            }
        }

        var missing = _fields.Find(f => f.Required && arguments[f.Name] is null);
        return missing is null ? null : $"The field {path}{missing.Name} is missing.";
    }

    private static string? Check(JsonNode node, Field field, string path, Rule? outer)
    {
        var kind = node.GetValueKind();
        var rule = outer ?? field.Rule;
        switch (field.Kind)
        {
            case Kind.Text:
                return kind == JsonValueKind.String ? CheckText(node.GetValue<string>(), rule, path) : $"{path} must be a text.";
            case Kind.Truth:
                return kind is JsonValueKind.True or JsonValueKind.False ? null : $"{path} must be true or false.";
            case Kind.Scalar:
                return kind switch
                {
                    JsonValueKind.String => CheckText(node.GetValue<string>(), rule, path),
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => null,
                    _ => $"{path} must be a text, a number, true or false.",
                };
            case Kind.Whole or Kind.Number:
                if (kind != JsonValueKind.Number || !double.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    || !double.IsFinite(number) || (field.Kind == Kind.Whole && (number != Math.Floor(number) || Math.Abs(number) > int.MaxValue)))
                {
                    return $"{path} must be a {(field.Kind == Kind.Whole ? "whole number" : "number")}.";
                }

                return number < rule.Min || number > rule.Max
                    ? string.Create(CultureInfo.InvariantCulture, $"{path} must be from {rule.Min} to {rule.Max}.")
                    : null;
            case Kind.TextList:
                if (node is not JsonArray list)
                {
                    return $"{path} must be a list of texts.";
                }

                if (list.Count > ListLimit)
                {
                    return $"{path} may have at most {ListLimit} entries.";
                }

                return list.Select((item, i) => item?.GetValueKind() == JsonValueKind.String
                    ? CheckText(item.GetValue<string>(), rule, $"{path}[{i}]")
                    : $"{path}[{i}] must be a text.").FirstOrDefault(p => p is not null);
            default:
                return node is JsonObject inner
                    ? field.Inner!.Check(inner, path + ".", field.Rule.Min is null ? null : field.Rule)
                    : $"{path} must be an object.";
        }
    }

    private static string? CheckText(string text, Rule rule, string path)
    {
        if (rule.Allowed is { Count: > 0 } allowed)
        {
            return allowed.Contains(text) ? null : $"{path} must be one of {string.Join(", ", allowed)}.";
        }

        if (rule.LanguageCode)
        {
            return text.Length == 2 && text.All(char.IsAsciiLetterLower) ? null : $"{path} must be a language code of two lower-case letters, such as fr.";
        }

        return text.Length > rule.TextLimit ? $"{path} may have at most {rule.TextLimit} characters."
            : string.IsNullOrWhiteSpace(text) ? $"{path} must not be empty."
            : null;
    }

    /// <summary>The JSON Schema (draft 2020-12) of the record.</summary>
    public JsonObject ToSchema() => ToSchema(null);

    private JsonObject ToSchema(Rule? outer)
    {
        var properties = new JsonObject();
        foreach (var field in _fields)
        {
            properties[field.Name] = Schema(field, outer ?? field.Rule);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (_fields.Any(f => f.Required))
        {
            schema["required"] = new JsonArray([.. _fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Schema(Field field, Rule rule)
    {
        switch (field.Kind)
        {
            case Kind.Object:
                return field.Inner!.ToSchema(field.Rule.Min is null ? null : field.Rule);
            case Kind.TextList:
                return new JsonObject { ["type"] = "array", ["items"] = Text(rule), ["maxItems"] = ListLimit };
            case Kind.Text:
                return Text(rule);
            case Kind.Truth:
                return new JsonObject { ["type"] = "boolean" };
            case Kind.Scalar:
                return new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
            default:
                var number = new JsonObject { ["type"] = field.Kind == Kind.Whole ? "integer" : "number" };
                if (rule.Min is { } min)
                {
                    number["minimum"] = min;
                }

                if (rule.Max is { } max)
                {
                    number["maximum"] = max;
                }

                return number;
        }
    }

    private static JsonObject Text(Rule rule)
    {
        var text = new JsonObject { ["type"] = "string" };
        if (rule.Allowed is { Count: > 0 } allowed)
        {
            text["enum"] = new JsonArray([.. allowed.Select(a => (JsonNode)a)]);
        }
        else if (rule.LanguageCode)
        {
            text["pattern"] = "^[a-z]{2}$";
        }
        else
        {
            text["minLength"] = 1;
            text["maxLength"] = rule.TextLimit;
        }

        return text;
    }
}
