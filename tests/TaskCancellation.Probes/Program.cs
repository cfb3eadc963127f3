using TaskCancellation.Probes;

// Small programs that tests run as processes of their own: args[0] names one, the rest is its own.
return args switch
{
    ["journal-hold", .. var rest] => await JournalHold.RunAsync(rest),
    ["journal-batch", .. var rest] => await JournalBatch.RunAsync(rest),
    _ => 64,
};
