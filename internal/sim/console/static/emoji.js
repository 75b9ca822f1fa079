// The shortcodes a business bot is likely to use. An unknown one stays as typed.

const table = `
bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|warning ⚠️|rotating_light 🚨|exclamation ❗|heavy_exclamation_mark ❗|bangbang ‼️|question ❓|grey_question ❔
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|stop_sign 🛑
red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|white_large_square ⬜|black_large_square ⬛
moneybag 💰|money_with_wings 💸|euro 💶|dollar 💵|pound 💷|yen 💴|credit_card 💳|bank 🏦|receipt 🧾|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|heavy_dollar_sign 💲|coin 🪙|abacus 🧮
calendar 📆|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock9 🕘|hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|zzz 💤|sleeping 😴|crescent_moon 🌙|sunny ☀️|sunrise 🌅
memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|page_with_curl 📃|clipboard 📋|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|file_folder 📁|open_file_folder 📂|card_index_dividers 🗂️|ledger 📒|books 📚|bookmark 🔖|label 🏷️|mag 🔍|mag_right 🔎|scroll 📜|bookmark_tabs 📑|newspaper 📰|package 📦
email 📧|envelope ✉️|e-mail 📧|incoming_envelope 📨|envelope_with_arrow 📩|inbox_tray 📥|outbox_tray 📤|mailbox 📫|phone ☎️|telephone_receiver 📞|iphone 📱|speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️
handshake 🤝|raised_hand ✋|hand ✋|raised_hands 🙌|wave 👋|thumbsup 👍|+1 👍|thumbsdown 👎|-1 👎|clap 👏|pray 🙏|ok_hand 👌|muscle 💪|point_right 👉|point_left 👈|point_up 👆|point_down 👇|writing_hand ✍️|eyes 👀|bust_in_silhouette 👤|busts_in_silhouette 👥|office 🏢|classical_building 🏛️|scales ⚖️|balance_scale ⚖️|judge ⚖️|hammer 🔨|briefcase 💼|shield 🛡️|lock 🔒|unlock 🔓|key 🔑
smile 😄|slightly_smiling_face 🙂|grinning 😀|sweat_smile 😅|thinking_face 🤔|neutral_face 😐|confused 😕|disappointed 😞|cry 😢|sob 😭|angry 😠|rage 😡|tada 🎉|confetti_ball 🎊|trophy 🏆|medal 🏅|star ⭐|sparkles ✨|fire 🔥|boom 💥|zap ⚡|rocket 🚀|bulb 💡|robot_face 🤖|ghost 👻|heart ❤️|100 💯|seedling 🌱|snowflake ❄️|umbrella ☔|lifebuoy 🛟
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|back 🔙|double_vertical_bar ⏸️|pause_button ⏸️|black_right_pointing_triangle ▶️|arrow_forward ▶️|fast_forward ⏩|black_square_for_stop ⏹️|track_next ⏭️|small_red_triangle 🔺|small_red_triangle_down 🔻|small_blue_diamond 🔹|small_orange_diamond 🔸|information_source ℹ️|new 🆕|sos 🆘|gear ⚙️|wrench 🔧|wastebasket 🗑️|bookmark_tabs 📑|flag-fr 🇫🇷|fr 🇫🇷|gb 🇬🇧|us 🇺🇸|flag-gb 🇬🇧|flag-us 🇺🇸|checkered_flag 🏁|triangular_flag_on_post 🚩|white_small_square ▫️|black_small_square ▪️|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|hash #️⃣|heavy_plus_sign ➕|heavy_minus_sign ➖`;

const emoji = new Map(table.trim().split(/[|\n]/).map((entry) => entry.trim().split(" ")));

// emojify replaces the shortcodes in plain text.
export function emojify(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji.get(name) ?? whole);
}

export const isEmoji = (name) => emoji.has(name);
