// SPDX-License-Identifier: Apache-2.0
/**
 * On what terms requests are placed: how an engine is chosen, and which latencies were promised. By
 * what the caller asked for, its tier and its tenant.
 *
 * <p>It must not know routers or engines: it says what is wanted, not what can be had. Start
 * reading at {@link io.wattmill.gateway.terms.TermsBook}.
 */
@NullMarked
package io.wattmill.gateway.terms;

import org.jspecify.annotations.NullMarked;
