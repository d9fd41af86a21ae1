namespace Graft.Text.Normalizers;

/// <summary>Drops control characters, and makes the other invisible ones blanks (the "nmt" rule of SentencePiece).</summary>
internal sealed class NmtNormalizer : INormalizer
{
    public void Normalize(AlignedText text)
    {
        text.BeginRewrite();
        while (!text.AtEnd)
        {
            switch (text.Peek())
            {
                case (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F:
                    text.Drop();
                    break;
                case 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD:
                    text.Replace(' ');
                    break;
                default:
                    text.Keep();
                    break;
            }
        }

        text.EndRewrite();
    }
}
