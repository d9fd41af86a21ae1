using System.Text.Json.Nodes;
using CsCheck;
using Graft.Text;

namespace Graft.Tests.Text;

/// <summary>Files with flipped, lost and doubled bytes load or are refused; nothing else leaves.</summary>
public class TokenizerFuzzTests
{
    [Theory]
    [InlineData("WordPiece")]
    [InlineData("ByteLevel")]
    [InlineData("Unigram")]
    [Trait("Fault", "18")]
    public void Mutated_files_load_or_are_refused_with_the_typed_error(string kind)
    {
        JsonObject json = kind switch
        {
            "WordPiece" => TokenizerFolderBuilder.WordPiece(),
            "ByteLevel" => TokenizerFolderBuilder.ByteLevel(),
            _ => TokenizerFolderBuilder.Unigram(),
        };
        byte[] original = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
        using TokenizerFolderBuilder folder = new();
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte, Gen.Int[0, 2]).Array[1, 4].Sample(changes =>
        {
            List<byte> bytes = [.. original];
            foreach ((int at, byte value, int kind) in changes)
            {
                int index = Math.Min(at, bytes.Count - 1);
                switch (kind)
                {
                    case 0:
                        bytes[index] = value;
                        break;
                    case 1:
                        bytes.RemoveAt(index);
                        break;
                    default:
                        bytes.Insert(index, value);
                        break;
                }
            }

            folder.Write("tokenizer.json", [.. bytes]);
            try
            {
                Tokenizer.Load(folder.Path).Encode("a good film, naïve 😀!");
            }
            catch (TokenizerException)
            {
                // the only error that may leave
            }
        }, iter: 400, threads: 1);
    }
}
