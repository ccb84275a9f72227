// SPDX-License-Identifier: Apache-2.0
/**
 * One request, explained: placement, tokens, joules, money. Pure: must not know SQL or HTTP. Start
 * at {@link io.wattmill.billing.explain.RequestView}.
 */
@NullMarked
package io.wattmill.billing.explain;

import org.jspecify.annotations.NullMarked;
