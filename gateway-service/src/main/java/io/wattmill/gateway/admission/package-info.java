// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a request may run now: bounds on what one request may ask for, on requests in flight, and
 * the estimate of its tokens. Rate limits, budgets and tiers have their place here.
 *
 * <p>Knows nothing of sockets, engines or prices. Start with {@link
 * io.wattmill.gateway.admission.Admission}.
 */
@NullMarked
package io.wattmill.gateway.admission;

import org.jspecify.annotations.NullMarked;
