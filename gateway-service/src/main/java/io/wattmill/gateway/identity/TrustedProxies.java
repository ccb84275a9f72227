// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * The proxies in front of the gateway whose word about an address is taken. Each appends the
 * address of its own peer to {@code x-forwarded-for}: read from its end, the list is true as long
 * as a trusted proxy wrote it.
 */
public record TrustedProxies(List<IpRange> ranges) {

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /**
     * @throws IllegalArgumentException when one of {@code texts} is no range
     */
    public static TrustedProxies of(List<String> texts) {
        return new TrustedProxies(texts.stream().map(TrustedProxies::range).toList());
    }

    private static IpRange range(String text) {
        return IpRange.parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "trusted-proxies: '"
                                                + text
                                                + "' is no address and no range such as"
                                                + " 10.0.0.0/8, no bit set beyond the prefix"));
    }

    /**
     * The address that a request comes from: the nearest one that is no trusted proxy.
     *
     * @param peer the socket's
     * @param forwarded values of {@code x-forwarded-for}, in their order
     */
    public String client(String peer, List<String> forwarded) {
        if (!isTrusted(peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        forwarded.forEach(value -> hops.addAll(List.of(value.split(",", -1))));
        String client = peer;
        for (int at = hops.size() - 1; at >= 0 && isTrusted(client); at--) {
            client = hops.get(at).strip();
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return IpAddress.parse(address)
                .filter(known -> ranges.stream().anyMatch(range -> range.contains(known)))
                .isPresent();
    }
}
