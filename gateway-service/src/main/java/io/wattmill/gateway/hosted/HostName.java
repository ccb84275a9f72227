// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host as it stands in a URL. Resolvers and URL parsers disagree on short, octal, hexadecimal and
 * embedded addresses; none of these is a host here.
 */
sealed interface HostName {

    /** A DNS name or an address, in its one form. */
    record Plain(String host) implements HostName {}

    /** Something else. */
    record Odd(String reason) implements HostName {}

    Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    Pattern BEGINS_WITH_DIGIT = Pattern.compile("[0-9].*");
    int LONGEST_NAME = 253;

    /** The host of a URL's authority, brackets included. */
    static HostName parse(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? sixth(host.substring(1, host.length() - 1)) : named(host);
    }

    /** No top-level domain begins with a digit: what does is an address, or wants to be one. */
    private static HostName named(String host) {
        List<String> labels = Arrays.asList(host.split("\\.", -1));
        if (BEGINS_WITH_DIGIT.matcher(labels.getLast()).matches()) {
            return fourth(host, labels);
        }
        return host.length() <= LONGEST_NAME
                        && labels.stream().allMatch(label -> LABEL.matcher(label).matches())
                ? new Plain(host)
                : new Odd("has no plain host name (no closing dot, no empty or odd label)");
    }

    private static HostName fourth(String host, List<String> parts) {
        boolean dotted =
                parts.size() == 4
                        && parts.stream().allMatch(part -> NUMBER.matcher(part).matches())
                        && parts.stream().allMatch(part -> Integer.parseInt(part) <= 255);
        return dotted
                ? new Plain(host)
                : new Odd("has an address that is not four plain decimal numbers");
    }

    private static HostName sixth(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address instanceof Inet4Address || !text.contains(":")
                    ? new Odd("has an IPv4 address inside an IPv6 one: write the IPv4 address")
                    : new Plain(address.getHostAddress());
        } catch (IllegalArgumentException _) {
            return new Odd("has no IPv6 address between its brackets");
        }
    }
}
