// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The base URL of a hosted API, in its one plain form: a URL that two readers could take for two
 * hosts is refused, not repaired.
 *
 * @param tls whether it is https
 * @param host a lower-case DNS name, a dotted IPv4 address, or an IPv6 address without brackets
 * @param port from 1 to 65535
 * @param base path before {@code /v1}, without a closing slash; may be empty
 * @param query {@code ?api-version=…}, which some want with each call, or empty
 */
public record UpstreamUrl(boolean tls, String host, int port, String base, String query) {

    private static final int LONGEST = 2_048;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(https?)://(\\[[^\\[\\]]*]|[^/:?#\\[\\]]*)(?::([^/?#]*))?(/[^?#]*)?"
                            + "(\\?api-version=[a-z0-9.-]{1,64})?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?");

    /** A text, read. */
    public sealed interface Parsed {
        /** It is a base URL. */
        record Valid(UpstreamUrl url) implements Parsed {}

        /**
         * It is none that is used.
         *
         * @param reason for the operator
         */
        record Refused(String reason) implements Parsed {}
    }

    /** Reads a base URL; a closing {@code /v1} is left out. */
    public static Parsed parse(String text) {
        Optional<String> odd = oddText(text);
        if (odd.isPresent()) {
            return new Parsed.Refused(odd.get());
        }
        Matcher parts = SHAPE.matcher(text);
        return parts.matches()
                ? parse(parts)
                : new Parsed.Refused(
                        "is not http(s)://host[:port][/path], with no query but ?api-version=");
    }

    private static Optional<String> oddText(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("is too long");
        }
        if (text.chars().anyMatch(c -> c > '~')) {
            return Optional.of("has letters beyond ASCII: write the name's xn-- form");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == '%' || c == '@')) {
            return Optional.of("has a user, an escape, a backslash or a space in it");
        }
        return Optional.empty();
    }

    private static Parsed parse(Matcher parts) {
        boolean tls = parts.group(1).toLowerCase(Locale.ROOT).equals("https");
        Optional<Integer> port = port(parts.group(3), tls);
        String path = Optional.ofNullable(parts.group(4)).orElse("");
        String query = Optional.ofNullable(parts.group(5)).orElse("");
        if (port.isEmpty()) {
            return new Parsed.Refused("has no port from 1 to 65535");
        }
        if (!PATH.matcher(path).matches()) {
            return new Parsed.Refused("has a path with empty, dotted or odd parts");
        }
        return switch (HostName.parse(parts.group(2))) {
            case HostName.Plain(String host) ->
                    new Parsed.Valid(new UpstreamUrl(tls, host, port.get(), base(path), query));
            case HostName.Odd(String reason) -> new Parsed.Refused(reason);
        };
    }

    private static Optional<Integer> port(
            @org.jspecify.annotations.Nullable String text, boolean tls) {
        if (text == null) {
            return Optional.of(tls ? HTTPS_PORT : HTTP_PORT);
        }
        return Optional.of(text)
                .filter(digits -> PORT.matcher(digits).matches())
                .map(Integer::valueOf)
                .filter(number -> number <= 65_535);
    }

    private static String base(String path) {
        String open = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return open.endsWith("/v1") ? open.substring(0, open.length() - 3) : open;
    }

    /** The origin to which the key belongs, for people. */
    public String origin() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + name + ":" + port;
    }
}
