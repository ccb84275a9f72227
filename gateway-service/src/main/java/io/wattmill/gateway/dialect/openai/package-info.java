// SPDX-License-Identifier: Apache-2.0
/**
 * OpenAI's shapes, which engines speak too: requests and answers go through as they are, with a few
 * splices. {@code /v1/responses} has its place here: engines do not keep its state, so it is a
 * translation onto chat.
 *
 * <p>Start with {@link io.wattmill.gateway.dialect.openai.ChatDialect}.
 */
@NullMarked
package io.wattmill.gateway.dialect.openai;

import org.jspecify.annotations.NullMarked;
