using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The indices and their documents: which exist, the order in which they are read, and the task that wrote last.</summary>
internal sealed class Indices
{
    private readonly Dictionary<string, Index> indices = new(StringComparer.Ordinal);

    /// <summary>Whether a test has described indices. Until then every index is taken to be there.</summary>
    internal bool AreKnown => indices.Count > 0;

    internal void Add(ElasticsearchIndex options) => indices[options.Name] = new Index(options);

    internal void Remove(string name) => indices.Remove(name);

    internal bool Exists(string name) => indices.ContainsKey(name);

    /// <summary>The indices that a list of names and patterns means; false with the name that there is none of.</summary>
    internal bool TryResolve(IEnumerable<string> names, out IReadOnlyList<Index> found, [NotNullWhen(false)] out string? missing)
    {
        var resolved = new List<Index>();
        foreach (var name in names)
        {
            if (name is "_all" || name.Contains('*', StringComparison.Ordinal))
            {
                resolved.AddRange(indices.Values.Where(index => name == "_all" || Wildcard.Matches(name, index.Name)));
            }
            else if (indices.TryGetValue(name, out var index))
            {
                resolved.Add(index);
            }
            else
            {
                (found, missing) = ([], name);
                return false;
            }
        }

        (found, missing) = ([.. resolved.Distinct()], null);
        return true;
    }

    /// <summary>The index that is written to; made when it is written to for the first time.</summary>
    internal Index GetOrAdd(string name)
    {
        if (!indices.TryGetValue(name, out var index))
        {
            indices[name] = index = new Index(new ElasticsearchIndex { Name = name });
        }

        return index;
    }

    /// <summary>What a search finds, in the order in which shards are merged: by the place in the shard, then the shard's number, then the index.</summary>
    /// <param name="searched">The indices.</param>
    /// <param name="slice">Which slice of how many; null for all.</param>
    internal static IReadOnlyList<Hit> Search(IReadOnlyList<Index> searched, (int Id, int Count)? slice) =>
        [.. from index in searched
            from shard in index.Shards.Index()
            from document in shard.Item
            where slice is not { } part || IsIn(part, index, shard.Index, document.Id)
            orderby document.Place, shard.Index, index.Name
            select new Hit(index, document)];

    /// <summary>As many slices as shards are one shard each; otherwise the id decides.</summary>
    private static bool IsIn((int Id, int Count) slice, Index index, int shard, string id) =>
        slice.Count == index.Shards.Count ? shard == slice.Id : (uint)Murmur3(id) % slice.Count == slice.Id;

    /// <summary>The hash by which documents are routed to shards: MurmurHash3 of the id in UTF-16.</summary>
    internal static int Murmur3(string id)
    {
        var bytes = Encoding.Unicode.GetBytes(id);
        var hash = 0u;
        var rest = bytes.AsSpan();
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5) + 0xe6546b64;
        }

        if (rest.Length > 0)
        {
            Span<byte> tail = stackalloc byte[4];
            tail.Clear();
            rest.CopyTo(tail);
            hash ^= Mix(BinaryPrimitives.ReadUInt32LittleEndian(tail));
        }

        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;

    /// <summary>A document that a search has found, as it was then.</summary>
    internal readonly record struct Hit(Index Index, Document Document);

    /// <summary>A document: how often it was written, and which write of its shard, and so which place, it has.</summary>
    internal sealed record Document(string Id, long Version, long Place);

    /// <summary>An index: shards, each a list of documents in the order of their last writes.</summary>
    internal sealed class Index
    {
        /// <summary>Shards split a space of this many, so that an index can be split later on.</summary>
        private const int RoutingSpace = 1024;

        private readonly ElasticsearchIndex options;
        private readonly List<Document>[] shards;
        private readonly long[] writes;
        private readonly Dictionary<string, Document> byId = new(StringComparer.Ordinal);

        internal Index(ElasticsearchIndex options)
        {
            this.options = options;
            shards = [.. Enumerable.Range(0, options.Shards).Select(_ => new List<Document>())];
            writes = new long[options.Shards];
            for (var id = options.FirstId; id < options.FirstId + options.Documents; id++)
            {
                Write(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        internal string Name => options.Name;

        /// <summary>As unlike others as the id that the server makes up.</summary>
        internal string Uuid => $"emulated-{Name}";

        internal IReadOnlyList<IReadOnlyList<Document>> Shards => shards;

        internal ElasticsearchError? WriteFailure => options.WriteFailure;

        internal ElasticsearchError? SearchFailure => options.SearchFailure;

        internal Document? Find(string id) => byId.GetValueOrDefault(id);

        /// <summary>Which shard a document belongs to.</summary>
        internal int ShardOf(string id) => (((Murmur3(id) % RoutingSpace) + RoutingSpace) % RoutingSpace) / ((RoutingSpace + shards.Length - 1) / shards.Length);

        internal void Write(string id)
        {
            var version = (Find(id)?.Version ?? 0) + 1;
            var shard = ShardOf(id);
            Delete(id);
            var document = new Document(id, version, writes[shard]++);
            byId[id] = document;
            shards[shard].Add(document);
        }

        internal void Delete(string id)
        {
            if (byId.Remove(id, out var document))
            {
                shards[ShardOf(id)].Remove(document);
            }
        }
    }
}
