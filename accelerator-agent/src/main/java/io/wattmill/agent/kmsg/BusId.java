// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.kmsg;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One spelling for PCI addresses, of which the kernel, NVML and exporters each have their own. */
public final class BusId {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:([0-9a-f]{1,8}):)?([0-9a-f]{1,2}):([0-9a-f]{1,2})(?:\\.[0-9a-f])?");

    private BusId() {}

    /**
     * Domain, bus and device in small letters, without the function: {@code 00000000:3B:00.0} is
     * {@code 0000:3b:00}. What is no address comes back as it is, in small letters.
     */
    public static String canonical(String busId) {
        String small = busId.toLowerCase(Locale.ROOT);
        Matcher address = ADDRESS.matcher(small);
        if (!address.matches()) {
            return small;
        }
        String domain = address.group(1) == null ? "0" : address.group(1);
        return String.format(
                Locale.ROOT,
                "%04x:%02x:%02x",
                Long.parseLong(domain, 16),
                Long.parseLong(address.group(2), 16),
                Long.parseLong(address.group(3), 16));
    }
}
