// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An OpenAI-compatible server.
 *
 * @param url its base, with or without {@code /v1}; http or https
 * @param key sent as bearer token; empty sends none
 * @param model as the server names it
 * @param ignoreEos whether to ask for the traced length whatever the model says; hosted APIs refuse
 *     the field
 * @param allowRemote whether the server may be on another machine: a load test must not leave this
 *     one by accident
 * @param headers more of them, sent with each request: what the work is for, as {@code
 *     x-wattmill-agent} says it
 */
public record ChatTarget(
        URI url,
        String key,
        String model,
        boolean ignoreEos,
        boolean allowRemote,
        Map<String, String> headers) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Pattern HEADER = Pattern.compile("x-[A-Za-z0-9-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[ -~]{0,256}");

    /** Refuses headers that are not {@code x-…}: the others are the replay's own. */
    public ChatTarget {
        headers = Map.copyOf(headers);
        headers.forEach(ChatTarget::requireHeader);
    }

    /** Without headers of its own. */
    public ChatTarget(URI url, String key, String model, boolean ignoreEos, boolean allowRemote) {
        this(url, key, model, ignoreEos, allowRemote, Map.of());
    }

    private static void requireHeader(String name, String value) {
        if (!HEADER.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a header is named x-… and has at most 256 printable characters; not " + name);
        }
    }

    /** Why no request may be sent there, if so. */
    public Optional<String> refusal() {
        if (url.getHost() == null || !(isHttp() || isTls())) {
            return Optional.of(url + " is no http or https URL with a host");
        }
        return allowRemote || isLoopback()
                ? Optional.empty()
                : Optional.of(
                        url.getHost()
                                + " is not this machine; load on another one needs --allow-remote");
    }

    /** The host, an IPv6 address without its brackets. */
    String host() {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : isTls() ? HTTPS_PORT : HTTP_PORT;
    }

    boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** Where chats are completed. */
    String path() {
        String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        return base.endsWith("/v1") ? base + "/chat/completions" : base + "/v1/chat/completions";
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return model + " at " + url;
    }

    private boolean isHttp() {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    /**
     * By the name localhost or an address; other names are not looked up, they may lead anywhere.
     */
    private boolean isLoopback() {
        String host = host().toLowerCase(Locale.ROOT);
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
