// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a request may run now: bounds on what one request may ask for and on requests in flight;
 * what it may take at most, set aside from every budget and limit of its caller or from none; and
 * what a refused caller is told. Classes and queues have their place here.
 *
 * <p>Knows nothing of sockets or engines, nor where budgets and leases come from. Start with {@link
 * io.wattmill.gateway.admission.Admission}, then {@link io.wattmill.gateway.admission.Reserver}.
 */
@NullMarked
package io.wattmill.gateway.admission;

import org.jspecify.annotations.NullMarked;
