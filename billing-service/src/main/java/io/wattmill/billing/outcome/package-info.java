// SPDX-License-Identifier: Apache-2.0
/**
 * What came of a request, as its owner reports it: the step from tokens to value. Pure: must not
 * know SQL or HTTP. Start at {@link io.wattmill.billing.outcome.OutcomeParser}.
 */
@NullMarked
package io.wattmill.billing.outcome;

import org.jspecify.annotations.NullMarked;
