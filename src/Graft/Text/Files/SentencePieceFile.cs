namespace Graft.Text.Files;

/// <summary>What a SentencePiece model file holds of interest (sentencepiece_model.proto).</summary>
internal sealed class SentencePieceFile
{
    /// <summary>The kinds of pieces that become added tokens.</summary>
    private const int Control = 3, UserDefined = 4;

    /// <summary>All pieces; the index is the id.</summary>
    public List<(string Text, float Score, int Type)> Pieces { get; } = [];

    /// <summary>1 is unigram, 2 is byte-pair encoding.</summary>
    public int ModelType { get; private set; } = 1;

    /// <summary>The id of the unknown piece.</summary>
    public int UnknownId { get; private set; }

    /// <summary>The compiled normalization rules; may be empty.</summary>
    public byte[] CharsMap { get; private set; } = [];

    /// <summary>The pieces that are found in the text before it is cut.</summary>
    public IEnumerable<AddedTokenEntry> AddedTokens => Pieces
        .Where(p => p.Type is Control or UserDefined && p.Text.Length > 0)
        .Select(p => new AddedTokenEntry(p.Text, null) { Special = p.Type == Control });

    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerException">It is broken.</exception>
    public static SentencePieceFile Read(string path)
    {
        SentencePieceFile file = new();
        ProtobufReader reader = new(TokenizerFolder.ReadBytes(path), path);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    file.Pieces.Add(Piece(reader.Message(), path, file.Pieces.Count));
                    break;
                case 2:
                    file.ReadTrainer(reader.Message());
                    break;
                case 3:
                    file.ReadNormalizer(reader.Message());
                    break;
            }
        }

        if (file.Pieces.Count == 0)
        {
            throw new TokenizerException("the file has no pieces, so it is no SentencePiece model.", path);
        }

        if (file.UnknownId < 0 || file.UnknownId >= file.Pieces.Count)
        {
            throw new TokenizerException($"the unknown piece has the id {file.UnknownId}, but there are {file.Pieces.Count} pieces.", path, "trainer_spec.unk_id");
        }

        return file;
    }

    private static (string Text, float Score, int Type) Piece(ProtobufReader reader, string path, int index)
    {
        string text = "";
        float score = 0;
        int type = 1;
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    text = reader.Text();
                    break;
                case 2:
                    score = reader.Float;
                    break;
                case 3:
                    type = (int)Math.Min(reader.Number, int.MaxValue);
                    break;
            }
        }

        return float.IsFinite(score) ? (text, score, type) : throw new TokenizerException($"the piece '{text}' has the score {score}.", path, $"pieces[{index}]");
    }

    private void ReadTrainer(ProtobufReader reader)
    {
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 3:
                    ModelType = (int)Math.Min(reader.Number, int.MaxValue);
                    break;
                case 40:
                    UnknownId = (int)reader.Number;
                    break;
            }
        }
    }

    private void ReadNormalizer(ProtobufReader reader)
    {
        while (reader.Read())
        {
            if (reader.Field == 2)
            {
                CharsMap = reader.Bytes.ToArray();
            }
        }
    }
}
