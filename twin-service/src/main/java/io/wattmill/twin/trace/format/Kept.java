// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.TraceRequest;

/** What is kept of a trace in memory, by sizes of a 64-bit heap, up to a limit. */
final class Kept {
    /** A request, its blocks' object and array, its places in lists. */
    private static final long REQUEST_BYTES = 120;

    private final long mostBytes;
    private long bytes;

    Kept(ReadLimits limits) {
        this.mostBytes = limits.maxKeptBytes();
    }

    void add(TraceRequest request) {
        add(REQUEST_BYTES + (long) Long.BYTES * request.blocks().size());
    }

    void add(long more) {
        bytes += more;
    }

    boolean isTooMuch() {
        return bytes > mostBytes;
    }

    /** What to tell of the line with which it became too much. */
    String problem() {
        return "makes what is kept of the trace more than "
                + mostBytes
                + " bytes; ask for fewer requests (--limit), split the trace, or raise"
                + " twin.traces.max-kept-bytes (a command's limit follows -Xmx)";
    }
}
