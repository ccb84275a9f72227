// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.kmsg;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XID as NVIDIA's driver logs it: {@code NVRM: Xid (PCI:0000:3b:00): 79, pid=..., GPU has fallen
 * off the bus.} Older drivers leave out {@code PCI:}, newer ones add the function.
 *
 * @param busId of the device, as {@link BusId#canonical} writes it
 * @param xid the number
 * @param recoveryAction the new recovery action where the line says it (XID 154), else -1
 * @param detail what the driver said after the number, bounded
 */
public record XidLine(String busId, long xid, long recoveryAction, String detail) {

    /** Longest detail that is kept. */
    public static final int MAX_DETAIL = 240;

    private static final Pattern LINE =
            Pattern.compile(
                    "NVRM: Xid \\((?:PCI:)?([0-9a-fA-F:.]{7,20})\\): (\\d{1,5})\\b,? ?(.*)");
    private static final Pattern ACTION =
            Pattern.compile("changed from 0x[0-9a-fA-F]+ \\([^)]*\\) to 0x([0-9a-fA-F]{1,8})");
    private static final long CHANGED = 154;

    /** Reads the text of a record; empty when it is about something else. */
    public static Optional<XidLine> parse(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.lookingAt()) {
            return Optional.empty();
        }
        String rest = line.group(3);
        long xid = Long.parseLong(line.group(2));
        return Optional.of(
                new XidLine(
                        BusId.canonical(line.group(1)),
                        xid,
                        xid == CHANGED ? action(rest) : -1,
                        rest.substring(0, Math.min(rest.length(), MAX_DETAIL))));
    }

    private static long action(String detail) {
        Matcher change = ACTION.matcher(detail);
        return change.find() ? Long.parseLong(change.group(1), 16) : -1;
    }
}
