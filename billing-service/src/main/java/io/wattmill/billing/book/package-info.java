// SPDX-License-Identifier: Apache-2.0
/**
 * Price books as people and vendors write them: our YAML, genai-prices and LiteLLM JSON. Pure: must
 * not know versions, storage or requests. Start at {@link io.wattmill.billing.book.BookParser}.
 */
@NullMarked
package io.wattmill.billing.book;

import org.jspecify.annotations.NullMarked;
