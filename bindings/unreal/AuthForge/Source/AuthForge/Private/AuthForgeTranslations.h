// What players are told in other languages. Made from messages/ by `cargo xtask generate`; do not edit.

#pragma once

#include "AuthForgeLibrary.h"

#include "authforge/messages_de.h"
#include "authforge/messages_es.h"

namespace AuthForge
{
	struct FTranslation
	{
		const TCHAR* Language;
		const af_user_message* Messages;
		std::size_t Count;
	};

	static const FTranslation Translations[] = {
		{TEXT("de"), AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT},
		{TEXT("es"), AF_USER_MESSAGES_ES, AF_USER_MESSAGES_ES_COUNT},
	};
}
