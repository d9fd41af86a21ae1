namespace Graft.Text.Normalizers;

/// <summary>The four normal forms of Unicode.</summary>
internal enum UnicodeForm
{
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}
