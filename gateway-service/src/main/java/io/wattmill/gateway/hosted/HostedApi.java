// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import io.vertx.core.http.HttpClientRequest;
import io.wattmill.gateway.hosted.HostedConfig.HostedApiConfig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One hosted API: where it is, what opens it, and the addresses at which it may be called. For any
 * thread.
 */
final class HostedApi {

    private final String node;
    private final UpstreamUrl url;
    private final HostedApiConfig config;
    private volatile Keys keys;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<InetAddress> addresses = List.of();

    /** The key, and the one before it, which the API may still repeat. */
    private record Keys(String now, String before) {

        Keys next(String key) {
            return key.equals(now) ? this : new Keys(key, now);
        }

        /** The longer one first: it may hold the other. */
        String without(String text) {
            String longer = now.length() < before.length() ? before : now;
            String other = now.length() < before.length() ? now : before;
            return text.replace(longer, "[key]").replace(other, "[key]");
        }
    }

    private HostedApi(String node, HostedApiConfig config, String key) {
        this.node = node;
        this.url = config.address();
        this.config = config;
        this.keys = new Keys(key, key);
    }

    /**
     * An API with the key that its file holds; it has no address yet.
     *
     * @throws IOException when the file cannot be used
     */
    static HostedApi read(String node, HostedApiConfig config) throws IOException {
        return new HostedApi(node, config, KeyFile.read(config.keyFile()));
    }

    String node() {
        return node;
    }

    UpstreamUrl url() {
        return url;
    }

    HostedApiConfig config() {
        return config;
    }

    /** One of its addresses, in turn; empty while it has none that was checked. */
    Optional<InetAddress> address() {
        List<InetAddress> all = addresses;
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(Math.floorMod(next.getAndIncrement(), all.size())));
    }

    /**
     * Resolves its name and checks what it resolves to: one address that is refused speaks against
     * the whole answer. Blocks.
     *
     * @return why it has no address now; empty when it has
     * @throws UnknownHostException when there is no answer; then the addresses of before stay
     */
    Optional<String> resolve() throws UnknownHostException {
        List<InetAddress> answer = List.of(InetAddress.getAllByName(url.host()));
        Optional<String> refusal =
                answer.stream()
                        .flatMap(
                                address ->
                                        AddressRule.refusal(address, config.allowPrivate())
                                                .stream())
                        .findFirst();
        addresses = refusal.isPresent() ? List.of() : answer;
        return refusal;
    }

    /**
     * Takes the key that its file holds now. Blocks.
     *
     * @throws IOException when the file cannot be used; then the key of before stays
     */
    void readKey() throws IOException {
        keys = keys.next(KeyFile.read(config.keyFile()));
    }

    /** Puts its key and its own headers on a request that goes to it. */
    void authorize(HttpClientRequest request) {
        for (Map.Entry<String, String> header : config.headers().entrySet()) {
            request.putHeader(header.getKey(), header.getValue());
        }
        request.putHeader(config.keyHeader(), config.credential(keys.now()));
    }

    /** Text of the API without its keys, should the API repeat one. */
    String withoutKey(String text) {
        return keys.without(text);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "HostedApi[" + node + " at " + url.origin() + "]";
    }
}
