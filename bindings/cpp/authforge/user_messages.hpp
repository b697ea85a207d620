/// \file
/// What users are told.

#ifndef AUTHFORGE_USER_MESSAGES_HPP
#define AUTHFORGE_USER_MESSAGES_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/error.hpp"
#include "authforge/result.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>

namespace authforge {

/// One sentence, in another language or in words of your own.
struct UserMessage {
  UserMessageId id = UserMessageId::success;
  /// At most 1024 bytes, and not empty.
  OptionalText text = {};
};

/// Sets what `user_message` says, for the whole process: `AF_USER_MESSAGES_DE` of
/// `authforge/messages_de.h`, say. Texts that were lent before stay good.
///
/// \param messages What is not in it is said in English.
/// \return `StatusCode::invalid_argument` and `StatusCode::invalid_utf8` name the entry;
///   `StatusCode::too_many` after 64 different tables.
template <std::size_t Count>
Result<void> set_user_messages(const af_user_message (&messages)[Count]) {
  return detail::outcome([&](af_error* error) { return af_set_user_messages(messages, Count, error); });
}

/// The same for a range of `UserMessage`, such as a `std::vector`.
template <class Messages, class = decltype(std::declval<const Messages&>().begin()->id)>
Result<void> set_user_messages(const Messages& messages) {
  // Arrays: the standard's containers do not survive the macros of other headers.
  const auto count = static_cast<std::size_t>(std::distance(messages.begin(), messages.end()));
  const auto texts = std::make_unique<std::unique_ptr<detail::Text>[]>(count);
  const auto raw = std::make_unique<af_user_message[]>(count);
  std::size_t at = 0;
  for (const UserMessage& message : messages) {
    texts[at] = std::make_unique<detail::Text>(message.text);
    raw[at] = {static_cast<std::int32_t>(message.id), texts[at]->c_str()};
    ++at;
  }
  return detail::outcome([&](af_error* error) { return af_set_user_messages(raw.get(), count, error); });
}

/// The same for messages in braces.
inline Result<void> set_user_messages(std::initializer_list<UserMessage> messages) {
  return set_user_messages<std::initializer_list<UserMessage>>(messages);
}

/// Brings the built-in English back.
inline Result<void> reset_user_messages() {
  return detail::outcome([](af_error* error) { return af_set_user_messages(nullptr, 0, error); });
}

} // namespace authforge

#endif // AUTHFORGE_USER_MESSAGES_HPP
