/// \file
/// Variables of the app and of the license.

#ifndef AUTHFORGE_VARIABLES_HPP
#define AUTHFORGE_VARIABLES_HPP

#include "authforge.h"
#include "authforge/enums.hpp"
#include "authforge/sequence.hpp"
#include "authforge/text.hpp"
#include "authforge/text_argument.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace authforge {

/// One variable. Borrowed from the session, as its name and text are. A variable that does not exist has
/// the type `VariableType::none` and no value.
class Variable {
 public:
  /// Its name.
  std::string_view name() const noexcept { return detail::borrowed_or_empty(name_); }

  /// What it is.
  VariableType type() const noexcept { return static_cast<VariableType>(read().type); }

  /// Its value, if it is a boolean.
  std::optional<bool> get_bool() const noexcept {
    const af_variable found = read();
    if (found.type != AF_VARIABLE_TYPE_BOOL) return std::nullopt;
    return found.bool_value;
  }

  /// Its value, if it is a whole number of 64 bits.
  std::optional<std::int64_t> get_int() const noexcept {
    const af_variable found = read();
    if (found.type != AF_VARIABLE_TYPE_INT) return std::nullopt;
    return found.int_value;
  }

  /// Its value, if it is a number of any kind.
  std::optional<double> get_double() const noexcept {
    const af_variable found = read();
    if (found.type != AF_VARIABLE_TYPE_INT && found.type != AF_VARIABLE_TYPE_DOUBLE) return std::nullopt;
    return found.double_value;
  }

  /// Its value, if it is a text. Borrowed from the session.
  std::optional<std::string_view> get_string() const noexcept {
    const af_variable found = read();
    return detail::borrowed(found.type == AF_VARIABLE_TYPE_STRING ? found.string_value : nullptr);
  }

  /// Its value as JSON, if it is an array or an object. Borrowed from the session.
  std::optional<std::string_view> get_json() const noexcept {
    const af_variable found = read();
    return detail::borrowed(found.type == AF_VARIABLE_TYPE_JSON ? found.string_value : nullptr);
  }

 private:
  friend class Variables;

  Variable(const af_session* session, Scope scope, const char* name) noexcept
      : session_(session), scope_(scope), name_(name) {}

  af_variable read() const noexcept {
    af_variable found = AF_VARIABLE_INIT;
    af_session_variable(session_, static_cast<std::int32_t>(scope_), name_, &found);
    return found;
  }

  const af_session* session_;
  Scope scope_;
  const char* name_;
};

/// The variables of one scope, sorted by name. A view: borrowed from the session. Names are UTF-8 and of
/// exact case.
///
///     std::string_view tier = session.license().get_string("tier").value_or("basic");
///     for (authforge::Variable variable : session.app()) print(variable.name());
class Variables {
 public:
  using value_type = Variable;
  /// Goes through the variables in order of their names.
  using Iterator = detail::Iterator<Variables>;

  /// No session.
  Variables() noexcept = default;

  /// What a variable is; `VariableType::none` if there is none of this name.
  VariableType type(const TextArgument& name) const { return read(name, &Variable::type); }

  /// The value of a variable that is a boolean.
  std::optional<bool> get_bool(const TextArgument& name) const { return read(name, &Variable::get_bool); }

  /// The value of a variable that is a whole number of 64 bits.
  std::optional<std::int64_t> get_int(const TextArgument& name) const {
    return read(name, &Variable::get_int);
  }

  /// The value of a variable that is a number of any kind.
  std::optional<double> get_double(const TextArgument& name) const {
    return read(name, &Variable::get_double);
  }

  /// The value of a variable that is a text. Borrowed from the session.
  std::optional<std::string_view> get_string(const TextArgument& name) const {
    return read(name, &Variable::get_string);
  }

  /// The JSON of a variable that is an array or an object. Borrowed from the session.
  std::optional<std::string_view> get_json(const TextArgument& name) const {
    return read(name, &Variable::get_json);
  }

  /// How many there are.
  std::size_t size() const noexcept { return af_session_variable_count(session_, number()); }

  /// True if there are none.
  bool empty() const noexcept { return size() == 0; }

  /// One of them, by its place in the order of names; one that does not exist when out of range.
  Variable at(std::size_t index) const noexcept {
    return Variable(session_, scope_, af_session_variable_name_at(session_, number(), index));
  }

  Iterator begin() const noexcept { return Iterator(*this, 0); }
  Iterator end() const noexcept { return Iterator(*this, size()); }

  /// All of them as a JSON object, "{}" when there are none. Borrowed; empty for an empty session.
  std::string_view json() const noexcept {
    return detail::borrowed_or_empty(af_session_variables_json(session_, number()));
  }

 private:
  friend class SessionView;

  Variables(const af_session* session, Scope scope) noexcept : session_(session), scope_(scope) {}

  std::int32_t number() const noexcept { return static_cast<std::int32_t>(scope_); }

  template <class Value>
  Value read(const TextArgument& name, Value (Variable::*get)() const noexcept) const {
    const detail::Text text(name);
    return (Variable(session_, scope_, text.c_str()).*get)();
  }

  const af_session* session_ = nullptr;
  Scope scope_ = Scope::license;
};

} // namespace authforge

#endif // AUTHFORGE_VARIABLES_HPP
