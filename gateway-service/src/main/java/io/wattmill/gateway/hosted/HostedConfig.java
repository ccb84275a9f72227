// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import io.wattmill.kit.config.Setting;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How this gateway reaches the hosted APIs that the router places requests on. */
public record HostedConfig(
        @Setting(
                        value = "30s",
                        min = 1_000,
                        doc = "How often their names are resolved, and their keys read, anew.")
                Duration resolvePeriod,
        @Setting(value = "", doc = "The APIs by node name, as in router.hosted.nodes.")
                Map<String, HostedApiConfig> nodes) {

    public HostedConfig {
        nodes = Map.copyOf(nodes);
    }

    /** One API. */
    public record HostedApiConfig(
            @Setting(doc = "Base URL of its OpenAI-compatible API, without /v1.") String url,
            @Setting(doc = "File with its API key, readable by its owner alone (chmod 600).")
                    Path keyFile,
            @Setting(value = "authorization", doc = "The header in which it wants its key.")
                    String keyHeader,
            @Setting(
                            value = "Bearer",
                            doc = "The word before the key, with a space between; may be empty.")
                    String keyPrefix,
            @Setting(value = "", doc = "Further headers that it wants; no key, which has its file.")
                    Map<String, String> headers,
            @Setting(
                            value = "",
                            doc =
                                    "Certificates (PEM) of the authority that it is to have its"
                                            + " certificate from; empty: the system's.")
                    Optional<Path> caFile,
            @Setting(
                            value = "false",
                            doc =
                                    "It may be on this host or in a private network, and there"
                                            + " without TLS.")
                    boolean allowPrivate) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
        private static final Pattern VALUE = Pattern.compile("[ -~]{1,1024}");
        private static final Pattern PREFIX = Pattern.compile("[!-~]{0,64}");
        private static final int MOST_HEADERS = 16;
        private static final String AUTHORIZATION = "authorization";

        /**
         * Names of headers that open something; the configuration is no place for what they hold.
         */
        private static final Pattern CREDENTIAL =
                Pattern.compile(
                        ".*(authorization|api-?key|access-?key|token|secret"
                                + "|password|credential|cookie).*|(.*-)?key");

        /** What this gateway says itself, or what frames a message. */
        private static final Set<String> NOT_FREE =
                Set.of(
                        "accept",
                        "accept-encoding",
                        AUTHORIZATION,
                        "connection",
                        "content-length",
                        "content-type",
                        "cookie",
                        "expect",
                        "host",
                        "keep-alive",
                        "proxy-authorization",
                        "te",
                        "trailer",
                        "transfer-encoding",
                        "upgrade",
                        "x-request-id");

        public HostedApiConfig {
            headers = Map.copyOf(headers);
            if (headers.size() > MOST_HEADERS) {
                throw new IllegalArgumentException("headers: at most " + MOST_HEADERS);
            }
            for (Map.Entry<String, String> header : headers.entrySet()) {
                check(header.getKey(), header.getValue(), keyHeader);
            }
            checkKey(keyHeader, keyPrefix);
            check(parsed(url), allowPrivate);
        }

        private static void check(String name, String value, String keyHeader) {
            String plain = name.toLowerCase(Locale.ROOT);
            if (CREDENTIAL.matcher(plain).matches() || name.equalsIgnoreCase(keyHeader)) {
                throw new IllegalArgumentException(
                        "headers: '"
                                + name
                                + "' is for a key: put that into key-file, and the name into"
                                + " key-header");
            }
            if (!NAME.matcher(name).matches()
                    || !VALUE.matcher(value).matches()
                    || NOT_FREE.contains(plain)) {
                throw new IllegalArgumentException(
                        "headers: '" + name + "' is not one that can be set here");
            }
        }

        private static void checkKey(String header, String prefix) {
            String plain = header.toLowerCase(Locale.ROOT);
            boolean free = plain.equals(AUTHORIZATION) || !NOT_FREE.contains(plain);
            if (!NAME.matcher(header).matches() || !free) {
                throw new IllegalArgumentException(
                        "key-header: '" + header + "' is not one that can hold a key");
            }
            if (!PREFIX.matcher(prefix).matches()) {
                throw new IllegalArgumentException(
                        "key-prefix: must be one word of at most 64 printable letters, or empty");
            }
        }

        private static void check(UpstreamUrl url, boolean allowPrivate) {
            if (!url.tls() && !allowPrivate) {
                throw new IllegalArgumentException(
                        "url: a key goes over https, or with allow-private: true within the site");
            }
            literal(url.host())
                    .flatMap(address -> AddressRule.refusal(address, allowPrivate))
                    .ifPresent(
                            why -> {
                                throw new IllegalArgumentException("url: " + why);
                            });
        }

        private static Optional<InetAddress> literal(String host) {
            try {
                return Optional.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        private static UpstreamUrl parsed(String text) {
            return switch (UpstreamUrl.parse(text)) {
                case UpstreamUrl.Parsed.Valid(UpstreamUrl url) -> url;
                case UpstreamUrl.Parsed.Refused(String reason) ->
                        throw new IllegalArgumentException("url: the address " + reason);
            };
        }

        /** What its key header says for this key. */
        String credential(String key) {
            return keyPrefix.isEmpty() ? key : keyPrefix + " " + key;
        }

        /** The address, as it was checked. */
        UpstreamUrl address() {
            return parsed(url);
        }
    }
}
