// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a key is confined to, beside its scopes.
 *
 * @param models that it may call; empty means all
 * @param ranges that it may come from; empty means anywhere
 * @param zone whose nodes alone may serve it; empty means any
 * @param noLog whether no more is written of its requests than the books need
 */
public record KeyBounds(
        Set<String> models, List<IpRange> ranges, Optional<String> zone, boolean noLog) {

    /** Confined to nothing. */
    public static final KeyBounds NONE =
            new KeyBounds(Set.of(), List.of(), Optional.empty(), false);

    public KeyBounds {
        models = Set.copyOf(models);
        ranges = List.copyOf(ranges);
    }

    /** Whether the key may call {@code model}. */
    public boolean mayCall(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /** Whether the key may be used from {@code address}, a socket's; a name is nowhere. */
    public boolean mayComeFrom(String address) {
        return ranges.isEmpty() || IpAddress.parse(address).filter(this::isWithin).isPresent();
    }

    private boolean isWithin(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** Whether whatever {@code other} allows is allowed here too. */
    public boolean coverModels(KeyBounds other) {
        return models.isEmpty() || !other.models.isEmpty() && models.containsAll(other.models);
    }

    /** Whether whoever may come under {@code other} may come here too. */
    public boolean coverRanges(KeyBounds other) {
        return ranges.isEmpty()
                || !other.ranges.isEmpty()
                        && other.ranges.stream()
                                .allMatch(
                                        range -> ranges.stream().anyMatch(r -> r.contains(range)));
    }

    /** Whether every node that may serve {@code other} may serve here too. */
    public boolean coverZone(KeyBounds other) {
        return zone.isEmpty() || zone.equals(other.zone);
    }
}
