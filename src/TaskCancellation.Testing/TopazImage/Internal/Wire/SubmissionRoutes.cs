using System.Globalization;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>New jobs and estimates.</summary>
internal sealed class SubmissionRoutes(TopazImageEmulator emulator, TopazImageStore store, TopazImageLifecycle lifecycle, Ledger ledger, UuidSequence sources)
{
    private static readonly string[] InputFormats = ["jpeg", "jpg", "png", "tiff", "tif"];

    /// <summary>Category, type of model and default model by route. Only the models of the first two are known; the others are made up.</summary>
    private static readonly Dictionary<string, (string Category, string ModelType, string Model)> Kinds = new(StringComparer.Ordinal)
    {
        ["enhance"] = ("Enhance", "GAN", "Standard V2"),
        ["enhance-gen"] = ("Enhance", "Generative", "Redefine"),
        ["sharpen"] = ("Sharpen", "GAN", "Standard"),
        ["sharpen-gen"] = ("Sharpen", "Generative", "Super Focus"),
        ["denoise"] = ("Denoise", "GAN", "Normal"),
        ["restore-gen"] = ("Restore", "Generative", "Dust-Scratch"),
        ["lighting"] = ("Lighting", "GAN", "Adjust"),
        ["matting"] = ("Matting", "GAN", "Object"),
        ["tool"] = ("Tool", "GAN", "Transparency Upscale"),
    };

    internal static bool Knows(string kind) => Kinds.ContainsKey(kind);

    internal EmulatedReply Submit(string account, EmulatedRequest request, string kind)
    {
        if (request.Body.Length > emulator.MaxBodyBytes)
        {
            throw new TopazImageRefusal(413);
        }

        var form = ReadForm(request);
        var options = ReadJob(form, kind) with { Account = account, SourceId = ReadSource(form), FileName = form.Files.GetValueOrDefault("image", "shelf.png") };
        Charge(account, options.Credits);
        var job = store.Add(options, emulator.Due.Now);
        lifecycle.Admit(job);
        var eta = job.Eta.ToUnixTimeSeconds();
        return EmulatedReply.Json(200, JsonBody.OfObject(json =>
            {
                json.WriteString("process_id", job.Id);
                json.WriteString("source_id", options.SourceId);
                json.WriteNumber("eta", eta);
            }))
            .WithHeader("X-Process-ID", job.Id)
            .WithHeader("X-Source-ID", options.SourceId!)
            .WithHeader("X-ETA", eta.ToString(CultureInfo.InvariantCulture));
    }

    internal EmulatedReply Estimate() => EmulatedReply.Json(200, JsonBody.OfObject(json =>
    {
        json.WriteNumber("duration", (long)TopazImageStore.Planned(emulator.NewTasks, TopazImageStates.Pending).TotalSeconds);
        json.WriteNumber("credits", emulator.NewTasks.Credits);
    }));

    private static MultipartForm ReadForm(EmulatedRequest request)
    {
        try
        {
            return MultipartForm.Read(request) ?? throw new TopazImageRefusal(415);
        }
        catch (FormatException malformed)
        {
            throw new TopazImageRefusal(400, malformed.Message);
        }
    }

    private TopazImageTask ReadJob(MultipartForm form, string kind)
    {
        var (category, modelType, model) = Kinds[kind];
        var template = emulator.NewTasks;
        if (form.Files.TryGetValue("image", out var file) && !InputFormats.Contains(Extension(file)))
        {
            throw new TopazImageRefusal(415);
        }

        var format = form["output_format"] ?? template.OutputFormat;
        return template with
        {
            Id = null,
            Category = category,
            ModelType = emulator.Inferred(modelType),
            Model = form["model"] ?? model,
            OutputWidth = ReadSide(form["output_width"], template.OutputWidth),
            OutputHeight = ReadSide(form["output_height"], template.OutputHeight),
            OutputFormat = InputFormats.Contains(format) ? format : throw new TopazImageRefusal(422, "output_format is invalid."),
            InputFormat = file is null ? template.InputFormat : Extension(file),
            CropToFill = form["crop_to_fill"] == "true",
        };
    }

    private string ReadSource(MultipartForm form)
    {
        string?[] given = [form.Files.GetValueOrDefault("image"), form["source_id"], form["source_url"]];
        if (given.Count(source => source is not null) != 1)
        {
            throw new TopazImageRefusal(400, "Exactly one of image, source_id, source_url is required.");
        }

        return form["source_id"] is not { } id ? sources.Next()
            : Guid.TryParseExact(id, "D", out _) ? id : throw new TopazImageRefusal(400, "source_id must be a valid UUID.");
    }

    /// <summary>Refuses what the account cannot pay.</summary>
    private void Charge(string account, int credits)
    {
        if (!emulator.HasSubscription)
        {
            throw new TopazImageRefusal(412);
        }

        if (ledger.Balance(account).Available < credits)
        {
            throw new TopazImageRefusal(emulator.IsToppingUp ? 425 : 402);
        }
    }

    private static int ReadSide(string? text, int usual)
    {
        if (text is null)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels is >= 1 and <= 32000
            ? pixels
            : throw new TopazImageRefusal(422, "Output sides must be between 1 and 32000.");
    }

    private static string Extension(string file) => Path.GetExtension(file).TrimStart('.').ToUpperInvariant() switch
    {
        "JPEG" => "jpeg",
        "JPG" => "jpg",
        "PNG" => "png",
        "TIFF" => "tiff",
        "TIF" => "tif",
        _ => "",
    };
}
