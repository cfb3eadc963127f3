using System.Text.Json;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>Renders jobs, members in the order of the reference.</summary>
internal sealed class TopazImageTaskJson(TopazImageEmulator emulator)
{
    internal void WriteJob(Utf8JsonWriter json, TopazImageStoredTask job)
    {
        var options = job.Options;
        json.WriteStartObject();
        json.WriteString("process_id", job.Id);
        if (options.SourceId is { } source)
        {
            json.WriteString("source_id", source);
        }

        json.WriteString("filename", options.FileName);
        json.WriteString("input_format", options.InputFormat);
        json.WriteNumber("input_height", options.InputHeight);
        json.WriteNumber("input_width", options.InputWidth);
        json.WriteString("output_format", options.OutputFormat);
        json.WriteNumber("output_height", options.OutputHeight);
        json.WriteNumber("output_width", options.OutputWidth);
        json.WriteString("category", options.Category);
        json.WriteString("model_type", options.ModelType);
        json.WriteString("model", options.Model);
        WriteFaceFields(json, options);
        json.WriteBoolean("crop_to_fill", options.CropToFill);
        if (options.OptionsJson is { } text)
        {
            json.WriteString("options_json", text);
        }

        if (emulator.Edition.HasSync)
        {
            json.WriteBoolean("sync", false);
        }

        json.WriteString("status", job.Status);
        json.WriteNumber("progress", job.ProgressAt(emulator.ServerNow));
        json.WriteNumber("eta", job.Eta.ToUnixTimeSeconds());
        json.WriteNumber("creation_time", job.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("modification_time", job.ModifiedAt.ToUnixTimeSeconds());
        json.WriteNumber("credits", options.Credits);
        if (emulator.AddsUnknownFields)
        {
            json.WriteStartObject("x_unknown");
            json.WriteNull("status");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    internal void WriteJobs(Utf8JsonWriter json, IEnumerable<TopazImageStoredTask> jobs)
    {
        foreach (var job in jobs)
        {
            WriteJob(json, job);
        }
    }

    /// <summary>Required in 1.1.0, optional since.</summary>
    private void WriteFaceFields(Utf8JsonWriter json, TopazImageTask options)
    {
        var areRequired = emulator.Edition.RequiresFaceFields;
        if (options.SubjectDetection is not null || areRequired)
        {
            json.WriteString("subject_detection", options.SubjectDetection ?? "All");
        }

        if (options.FaceEnhancement is not null || areRequired)
        {
            json.WriteBoolean("face_enhancement", options.FaceEnhancement ?? false);
        }

        if (options.FaceEnhancementCreativity is not null || areRequired)
        {
            json.WriteNumber("face_enhancement_creativity", options.FaceEnhancementCreativity ?? 0);
        }

        if (options.FaceEnhancementStrength is not null || areRequired)
        {
            json.WriteNumber("face_enhancement_strength", options.FaceEnhancementStrength ?? 0);
        }
    }
}
