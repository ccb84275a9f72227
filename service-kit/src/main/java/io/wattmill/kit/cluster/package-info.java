// SPDX-License-Identifier: Apache-2.0
/**
 * The event bus over several processes: Hazelcast says who is there, Vert.x carries the messages.
 * Nothing that must hold stands on it: no lock, no counter, no election (its open edition has
 * neither authentication nor consensus). Must not know any contract. Start at {@link
 * io.wattmill.kit.cluster.Cluster}.
 */
@NullMarked
package io.wattmill.kit.cluster;

import org.jspecify.annotations.NullMarked;
