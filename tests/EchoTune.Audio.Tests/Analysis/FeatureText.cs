using System.Text.Json;
using System.Text.Json.Serialization;
using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;

namespace EchoTune.Audio.Tests.Analysis;

/// <summary>Answers as JSON, every field of them, so that two can be compared.</summary>
internal static class FeatureText
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new KeyName() } };

    public static string Of(TrackFeatures features) => JsonSerializer.Serialize(features, Options);

    public static JsonElement Element(TrackFeatures features) => JsonSerializer.SerializeToElement(features, Options);

    // A key names its relatives, which name it.
    private sealed class KeyName : JsonConverter<MusicalKey>
    {
        public override MusicalKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, MusicalKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
