// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that one user took of a window: the shares of all kinds together, as they are stored.
 *
 * @param by an attempt, or nobody
 * @param microjoules of the kinds that occur
 */
public record Taken(By by, Map<ShareKind, Long> microjoules) {

    /** Who took it. */
    public sealed interface By {}

    /** An attempt of a request. */
    public record Attempt(UUID requestId, int number) implements By {}

    /** No request: what was empty or unattributed. */
    public record Nobody() implements By {}

    private static final By NOBODY = new Nobody();

    public Taken {
        microjoules = Map.copyOf(microjoules);
    }

    /** Microjoules of one kind, 0 when there are none. */
    public long of(ShareKind kind) {
        return microjoules.getOrDefault(kind, 0L);
    }

    /** The shares of a window summed by who took them, in the order in which they appear. */
    public static List<Taken> of(List<Share> shares) {
        Map<By, Map<ShareKind, Long>> sums = new LinkedHashMap<>();
        for (Share share : shares) {
            sums.computeIfAbsent(by(share), _ -> new EnumMap<>(ShareKind.class))
                    .merge(share.kind(), share.energyUj(), Math::addExact);
        }
        List<Taken> taken = new ArrayList<>();
        sums.forEach((by, kinds) -> taken.add(new Taken(by, kinds)));
        return taken;
    }

    private static By by(Share share) {
        return switch (share) {
            case Share.OfRequest of -> new Attempt(of.requestId(), of.attempt());
            case Share.Overhead _ -> NOBODY;
        };
    }
}
