// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Jackson's parser, which skips a string that nobody reads eight bytes at a time: prompts are
 * little else. What is not plain is left to Jackson, so that it accepts and refuses exactly the
 * same.
 */
final class SkippingParser extends UTF8StreamJsonParser {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    SkippingParser(IOContext context, int features, ByteQuadsCanonicalizer names, Slice bytes) {
        super(
                context,
                features,
                null,
                null,
                names,
                bytes.bytes(),
                bytes.from(),
                bytes.to(),
                0,
                false);
    }

    /** Jackson ends it: at the quote, a byte beyond ASCII, or one that must not be there. */
    @Override
    protected void _skipString() throws IOException {
        _inputPtr = plainUntil(_inputBuffer, _inputPtr, _inputEnd);
        while (_inputPtr < _inputEnd && _inputBuffer[_inputPtr] == '\\') {
            escape();
            _inputPtr = plainUntil(_inputBuffer, _inputPtr, _inputEnd);
        }
        super._skipString();
    }

    /**
     * Those of one letter are seen here; Jackson looks at the digits of others, and at bad ones.
     */
    private void escape() throws IOException {
        _inputPtr++;
        byte letter = _inputPtr < _inputEnd ? _inputBuffer[_inputPtr] : 0;
        switch (letter) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> _inputPtr++;
            default -> _decodeEscaped();
        }
    }

    /**
     * Offset of the first byte that is not plain, or of one less than eight bytes before the end.
     */
    private static int plainUntil(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long special = special((long) LONGS.get(bytes, at));
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        return at;
    }

    /**
     * Has the high bit of each byte set that is a quote, a backslash, below a blank or beyond
     * ASCII; bits above the lowest one may be wrong (H. S. Warren, Hacker's Delight, 2nd edition,
     * 6-1).
     */
    private static long special(long word) {
        long quote = word ^ '"' * ONES;
        long backslash = word ^ '\\' * ONES;
        long below = word - ' ' * ONES & ~word;
        return (quote - ONES & ~quote | backslash - ONES & ~backslash | below | word) & HIGH;
    }
}
