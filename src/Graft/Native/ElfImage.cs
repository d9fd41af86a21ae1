using System.Buffers.Binary;
using System.Text;

namespace Graft.Native;

/// <summary>
/// The few parts of a 64-bit little-endian ELF shared object that a loader reads for symbol versions
/// (System V ABI, and the Linux Standard Base's symbol versioning). Every access is bounds-checked.
/// </summary>
internal sealed class ElfImage
{
    private const int SymbolSize = 24;
    private const ushort WeakVersion = 0x2; // VER_FLG_WEAK: a missing version is a warning, not an error

    private readonly byte[] _image;
    private readonly int _strings;         // .dynstr
    private readonly int _symbols;         // .dynsym
    private readonly int _symbolVersions;  // .gnu.version, one 16-bit index a symbol
    private readonly int _neededVersions;  // .gnu.version_r
    private readonly int _neededCount;

    /// <summary>Reads the dynamic section.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or without versioned symbols.</exception>
    public ElfImage(byte[] image)
    {
        _image = image;
        if (image.Length < 64 || !image.AsSpan(0, 6).SequenceEqual((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        Dictionary<ulong, ulong> dynamic = ReadDynamicSection();
        _strings = Address(dynamic, 5);                   // DT_STRTAB
        _symbols = Address(dynamic, 6);                   // DT_SYMTAB
        _symbolVersions = Address(dynamic, 0x6ffffff0);   // DT_VERSYM
        _neededVersions = Address(dynamic, 0x6ffffffe);   // DT_VERNEED
        _neededCount = (int)dynamic.GetValueOrDefault(0x6ffffffful); // DT_VERNEEDNUM
    }

    /// <summary>Marks a required symbol version as one that may be missing.</summary>
    public void MakeVersionWeak(string version)
    {
        int entry = _neededVersions;
        for (int file = 0; file < _neededCount; file++)
        {
            int names = U16(entry + 2);
            int name = entry + checked((int)U32(entry + 8));
            for (int i = 0; i < names; i++)
            {
                if (NameIs(U32(name + 8), version))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(name + 4), (ushort)(U16(name + 4) | WeakVersion));
                    return;
                }

                name += checked((int)U32(name + 12));
            }

            entry += checked((int)U32(entry + 12));
        }

        throw new InvalidDataException($"it does not need version {version}");
    }

    /// <summary>Lets one imported symbol resolve to another one that the library imports as well.</summary>
    public void RedirectImport(string symbol, string target)
    {
        int from = FindImport(symbol), to = FindImport(target);
        _image.AsSpan(_symbols + to * SymbolSize, 4).CopyTo(_image.AsSpan(_symbols + from * SymbolSize)); // st_name
        _image.AsSpan(_symbolVersions + 2 * to, 2).CopyTo(_image.AsSpan(_symbolVersions + 2 * from));
    }

    private int FindImport(string symbol)
    {
        // The symbol table ends where the string table begins (so do all linkers lay them out).
        for (int i = 0; _symbols + (i + 1) * SymbolSize <= _strings; i++)
        {
            int place = _symbols + i * SymbolSize;
            bool undefined = U16(place + 6) == 0;
            if (undefined && NameIs(U32(place), symbol))
            {
                return i;
            }
        }

        throw new InvalidDataException($"it does not import {symbol}");
    }

    private Dictionary<ulong, ulong> ReadDynamicSection()
    {
        var entries = new Dictionary<ulong, ulong>();
        foreach ((uint type, ulong offset, _, ulong size) in Segments())
        {
            if (type != 2) // PT_DYNAMIC
            {
                continue;
            }

            for (ulong at = offset; at + 16 <= offset + size; at += 16)
            {
                ulong tag = U64(checked((int)at));
                if (tag == 0)
                {
                    break;
                }

                entries[tag] = U64(checked((int)at + 8));
            }
        }

        return entries;
    }

    // An address as the loader will see it -> the place in the file.
    private int Address(Dictionary<ulong, ulong> dynamic, ulong tag)
    {
        if (dynamic.TryGetValue(tag, out ulong address))
        {
            foreach ((uint type, ulong offset, ulong start, ulong size) in Segments())
            {
                if (type == 1 && address >= start && address - start < size) // PT_LOAD
                {
                    return checked((int)(address - start + offset));
                }
            }
        }

        throw new InvalidDataException($"its dynamic section lacks entry 0x{tag:x}");
    }

    private IEnumerable<(uint Type, ulong Offset, ulong Address, ulong FileSize)> Segments()
    {
        ulong table = U64(32);
        int entrySize = U16(54), count = U16(56);
        for (int i = 0; i < count; i++)
        {
            int at = checked((int)table + i * entrySize);
            yield return (U32(at), U64(at + 8), U64(at + 16), U64(at + 32));
        }
    }

    private bool NameIs(uint offset, string name)
    {
        ReadOnlySpan<byte> bytes = _image.AsSpan(checked(_strings + (int)offset));
        int end = bytes.IndexOf((byte)0);
        return end >= 0 && bytes[..end].SequenceEqual(Encoding.ASCII.GetBytes(name));
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(at));
}
