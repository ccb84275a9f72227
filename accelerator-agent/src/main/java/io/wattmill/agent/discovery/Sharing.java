// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.DeviceClaim;

import java.util.Collections;
import java.util.List;

/**
 * Engines that compute on the same device. One meter cannot be read for both: billing books its
 * joules on the first of them, and each one's claim says so.
 */
final class Sharing {

    private Sharing() {}

    /** The same engines, each that shares a device saying with whom. */
    static List<Found> told(List<Found> engines) {
        return engines.stream().map(engine -> told(engine, engines)).toList();
    }

    private static Found told(Found engine, List<Found> all) {
        List<String> others =
                all.stream()
                        .filter(other -> !other.equals(engine))
                        .filter(other -> overlap(engine.devices(), other.devices()))
                        .map(other -> other.engine().id())
                        .toList();
        return others.isEmpty()
                ? engine
                : engine.with(engine.devices().and("; shared with " + String.join(", ", others)));
    }

    private static boolean overlap(DeviceClaim one, DeviceClaim other) {
        return switch (one) {
            case DeviceClaim.Unknown _ -> false;
            case DeviceClaim.WholeNode _ -> isOnAny(other);
            case DeviceClaim.These(List<String> ids, _) ->
                    switch (other) {
                        case DeviceClaim.Unknown _ -> false;
                        case DeviceClaim.WholeNode _ -> !ids.isEmpty();
                        case DeviceClaim.These(List<String> theirs, _) ->
                                !Collections.disjoint(ids, theirs);
                    };
        };
    }

    private static boolean isOnAny(DeviceClaim claim) {
        return switch (claim) {
            case DeviceClaim.Unknown _ -> false;
            case DeviceClaim.WholeNode _ -> true;
            case DeviceClaim.These(List<String> ids, _) -> !ids.isEmpty();
        };
    }
}
