// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.kmsg;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of the kernel's log, format of the kernel's Documentation/ABI/testing/dev-kmsg: {@code
 * priority,sequence,microseconds,flags[,...];text}, then lines with further keys.
 *
 * @param facility who wrote it, 0 for the kernel itself
 * @param sequence grows by one from record to record since the host started
 * @param sinceBootUs when, microseconds since the host started
 * @param text in words
 */
public record KernelRecord(int facility, long sequence, long sinceBootUs, String text) {

    private static final Pattern HEAD =
            Pattern.compile("(\\d{1,9}),(\\d{1,18}),(\\d{1,18}),[^;\\n]*;([^\\n]*)");
    private static final int FACILITY_SHIFT = 3;

    /** Reads what one read of the log gave, or one line; empty when it is no record. */
    public static Optional<KernelRecord> parse(String record) {
        Matcher head = HEAD.matcher(record);
        return head.lookingAt()
                ? Optional.of(
                        new KernelRecord(
                                Integer.parseInt(head.group(1)) >> FACILITY_SHIFT,
                                Long.parseLong(head.group(2)),
                                Long.parseLong(head.group(3)),
                                head.group(4)))
                : Optional.empty();
    }

    /** Whether the kernel wrote it, and not a program. */
    public boolean isKernels() {
        return facility == 0;
    }
}
