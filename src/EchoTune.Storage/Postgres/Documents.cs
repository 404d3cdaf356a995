using System.Text.Json;
using System.Text.Json.Serialization;
using EchoTune.Catalog;

namespace EchoTune.Storage.Postgres;

/// <summary>How documents are written: camelCase, nulls left out, enum values by name, ids as plain texts.</summary>
internal static class Documents
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new TrackIdConverter());
        options.Converters.Add(new MusicalKeyConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TrackIdConverter : JsonConverter<TrackId>
    {
        public override TrackId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TrackId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    private sealed class MusicalKeyConverter : JsonConverter<Audio.Primitives.MusicalKey>
    {
        public override Audio.Primitives.MusicalKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Audio.Primitives.MusicalKey.TryParse(reader.GetString(), out var key) ? key : throw new JsonException("Not a key.");

        public override void Write(Utf8JsonWriter writer, Audio.Primitives.MusicalKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
