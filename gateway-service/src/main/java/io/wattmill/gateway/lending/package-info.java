// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the gateway supplied with leases: asks billing for what the books of {@code lease} wish
 * for. Must not decide who may spend. Start with {@link io.wattmill.gateway.lending.LeaseKeeper}.
 */
@NullMarked
package io.wattmill.gateway.lending;

import org.jspecify.annotations.NullMarked;
