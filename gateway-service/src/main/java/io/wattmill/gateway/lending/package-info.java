// SPDX-License-Identifier: Apache-2.0
/**
 * What admission needs of billing and of time: the list of budgets, leases and slices for what the
 * books of {@code lease} wish for, and the wait of a request whose budget is not in hand yet. Must
 * not decide who may spend. Start with {@link io.wattmill.gateway.lending.Entrance}.
 */
@NullMarked
package io.wattmill.gateway.lending;

import org.jspecify.annotations.NullMarked;
